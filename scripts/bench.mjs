import { run } from '../setup/bootstrap/run.mjs';

await run('bench/main.ts');
