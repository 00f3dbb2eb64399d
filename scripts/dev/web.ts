import express from 'express';
import { createLogger, createServer, type ViteDevServer } from 'vite';
import type { PageSource } from '../../app/http/page-source';
import { freePort } from '../../supervisor/ports';

/**
 * Sources whose change needs no restart: Vite reloads the browser, and Remix loads routes at each request.
 */
const RELOADED = /\/app\/(audience|features|routes|styles|ui)\//;
const AUDIENCE_BASE = '/__audience/';
type AudiencePage = keyof PageSource['audience'];

/** Remix imports its routes by addresses that only it knows; Vite would say so at every start. */
const logger = createLogger();
const { warn } = logger;
logger.warn = (text, options) => {
  if (!text.includes('dynamic import cannot be analyzed')) warn(text, options);
};

/** The web process of `npm run dev`: server.ts and the pages, both loaded from the sources by Vite. */
const [pages, audience] = await Promise.all([
  vite('vite.config.ts', '/', 'pages', [
    '@livekit/components-react',
    '@remix-run/react',
    'livekit-client',
    'lucide-react',
    'react',
    'react-dom',
    'react-dom/client',
    'react/jsx-dev-runtime',
    'react/jsx-runtime',
    'socket.io-client',
    'zod',
  ]),
  vite('vite.audience.config.ts', AUDIENCE_BASE, 'audience', [
    'hls.js/light',
    'livekit-client',
    'lucide-react',
    'preact/compat',
    'preact/compat/client',
    'preact/compat/jsx-dev-runtime',
    'preact/jsx-runtime',
    'socket.io-client',
    'zod',
  ]),
]);
restartOnChange(pages);

const { serve } = await pages.ssrLoadModule('/server.ts');
await serve(() => Promise.resolve(source()));

async function vite(
  configFile: string,
  base: string,
  name: string,
  packages: string[],
): Promise<ViteDevServer> {
  return createServer({
    configFile,
    base,
    // Separate caches: React and Preact must not be confused.
    cacheDir: `.cache/vite-${name}`,
    // Named and not discovered: the scan follows routes into packages of the server and fails there, and what
    // is found when a page asks for it makes Vite bundle everything again and reload the page.
    optimizeDeps: { include: packages, noDiscovery: true },
    appType: 'custom',
    customLogger: logger,
    server: { middlewareMode: true, hmr: { host: '127.0.0.1', port: await freePort() } },
  });
}

function source(): PageSource {
  const scripts = express.Router();
  const entry = (page: AudiencePage) => {
    const script = `/__dev/${page}.js`;
    const imports = ['@vite/client', entryOf(page)].map((file) => `import '${AUDIENCE_BASE}${file}';`);
    scripts.get(script, (_request, response) => void response.type('js').send(imports.join('\n')));
    return { script, preload: [] };
  };
  return {
    mode: 'development',
    build: () => pages.ssrLoadModule('virtual:remix/server-build') as never,
    audience: { watch: entry('watch'), embed: entry('embed'), show: entry('show') },
    files: [
      scripts,
      // Without this, it answers for addresses outside its base, too.
      (request, response, next) =>
        request.url.startsWith(AUDIENCE_BASE) ? audience.middlewares(request, response, next) : next(),
      pages.middlewares,
    ],
  };
}

/** The entry of a page in vite.audience.config.ts. */
function entryOf(page: AudiencePage): string {
  const { input } = audience.config.build.rollupOptions;
  const file = typeof input === 'object' && !Array.isArray(input) ? input[page] : undefined;
  if (file === undefined) throw new Error(`vite.audience.config.ts has no entry for the page ${page}.`);
  return file;
}

/** Ends this process when the server's own code changes; the supervisor restarts it at once. */
function restartOnChange({ moduleGraph, watcher }: ViteDevServer): void {
  watcher.on('change', (file) => {
    if (RELOADED.test(file)) return;
    for (const module of moduleGraph.getModulesByFile(file) ?? []) {
      if (module.ssrModule) process.exit(0);
    }
  });
}
