import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { BUILD_TARGETS } from './core/browser-floor';

/**
 * Styles come with the page, from the build of Remix: what the same components import here would be loaded
 * twice.
 */
const withoutStyles: Plugin = {
  name: 'without-styles',
  enforce: 'pre',
  load: (id) => (/\.css($|\?)/.test(id) ? 'export default undefined;' : null),
};

/** As Remix's build does: what only the server may run must not come into a browser. */
const withoutServerFiles: Plugin = {
  name: 'without-server-files',
  enforce: 'pre',
  resolveId(source, importer) {
    if (/\.server(\.tsx?)?$/.test(source))
      this.error(`${importer} imports ${source}, which is the server's.`);
  },
};

/** Lucide's icons are small, what makes them is not. */
const withLightIcons: Plugin = {
  name: 'with-light-icons',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source.endsWith('/createLucideIcon.mjs') && importer?.includes('lucide-react')
      ? resolve('app/ui/light-icon.ts')
      : null,
};

/**
 * The script of the audience's pages: a build of its own next to Remix's, with Preact in React's place, so
 * that what a viewer loads before the first picture is little more than the media client
 * (app/audience/budget.test.ts). scripts/make runs it after Remix's build, and the server reads its manifest
 * (app/audience/assets.server.ts).
 */
export default defineConfig({
  plugins: [withoutStyles, withoutServerFiles, withLightIcons],
  publicDir: false,
  resolve: {
    alias: {
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react-dom': 'preact/compat',
      react: 'preact/compat',
    },
  },
  build: {
    target: BUILD_TARGETS,
    outDir: 'build/client',
    emptyOutDir: false,
    manifest: true,
    sourcemap: true,
    // Every browser that plays the program knows modulepreload.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: {
        watch: 'app/audience/watch/watch-entry.ts',
        embed: 'app/audience/embed/embed-entry.ts',
        show: 'app/audience/show/show-entry.tsx',
      },
    },
  },
});
