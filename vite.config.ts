import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig, type Plugin } from 'vite';
import { BUILD_TARGETS } from './core/browser-floor';
import remixConfig from './remix.config.js';

/**
 * Builds server.ts as a second entry next to the pages' server half, so that the web process is one module
 * graph: what both use (error classes, caches, module state) exists once.
 */
const webProcess: Plugin = {
  name: 'web-process',
  config: (_, { isSsrBuild }) =>
    isSsrBuild
      ? {
          build: {
            rollupOptions: {
              input: { index: 'virtual:remix/server-build', server: 'server.ts' },
              output: { entryFileNames: '[name].js' },
            },
          },
        }
      : undefined,
};

/**
 * Browser and server halves of the pages, and the web process; the other processes:
 * scripts/make/ensure-build.ts.
 */
export default defineConfig({
  plugins: [remix(remixConfig), webProcess],
  build: {
    target: BUILD_TARGETS,
    // Maps tell an operator's bug report where it happened; they are not sent unless the developer tools ask.
    sourcemap: true,
    // livekit-client is one large module by nature; the warning would only teach to ignore warnings.
    chunkSizeWarningLimit: 900,
  },
});
