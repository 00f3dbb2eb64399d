import { run } from './bootstrap/run.mjs';

await run('scripts/admin/main.ts', 'build/main/admin.js');
