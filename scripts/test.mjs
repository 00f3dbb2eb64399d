import { run } from '../setup/bootstrap/run.mjs';

await run('scripts/test/main.ts');
