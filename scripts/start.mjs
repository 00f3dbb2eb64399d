import { run } from '../setup/bootstrap/run.mjs';

await run('supervisor/main.ts', 'build/main/start.js');
