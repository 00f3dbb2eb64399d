import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';
import remixConfig from './remix.config.js';

/** Browser and server halves of the pages; what starts processes is bundled by scripts/build.ts. */
export default defineConfig({
  plugins: [remix(remixConfig)],
  build: {
    target: 'es2022',
    // Maps tell an operator's bug report where it happened; they are not sent unless the developer tools ask.
    sourcemap: true,
    // livekit-client is one large module by nature; the warning would only teach to ignore warnings.
    chunkSizeWarningLimit: 900,
  },
});
