import { run } from '../setup/bootstrap/run.mjs';

await run('scripts/dev/main.ts');
