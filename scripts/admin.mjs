import { run } from '../setup/bootstrap/run.mjs';

await run('scripts/admin/main.ts', 'build/main/admin.js');
