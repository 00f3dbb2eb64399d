import { ensureBuild } from './make/ensure-build';

/** `npm run build`: rebuilds build/ when the sources changed, or always with --force. */
await ensureBuild(process.cwd(), { force: process.argv.includes('--force') }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
