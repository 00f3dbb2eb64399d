import { ensureBuild } from '../scripts/make/ensure-build';
import { runTouchline } from './run';

const root = process.cwd();

/** `npm start` and `npm run demo`. */
runTouchline(root, {
  scripts: {
    engine: 'build/main/engine.js',
    edge: 'build/main/edge.js',
    web: 'build/server/server.js',
    nodeEnv: 'production',
  },
  prepare: () => ensureBuild(root),
}).catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
