import { run } from './bootstrap/run.mjs';

await run('scripts/start/main.ts', 'build/main/start.js');
