import { run } from './bootstrap/run.mjs';

await run('scripts/test/main.ts');
