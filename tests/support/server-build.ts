import type { ServerBuild } from '@remix-run/node';
import { builtFiles, type PageSource } from '../../app/http/page-source';

/** Built pages of one route, `/api/echo`, which tells what reached it, with the files of `clientDir`. */
export function pagesOfOneRoute(clientDir: string): PageSource {
  return { mode: 'production', build: buildOfOneRoute(), audience: {}, files: builtFiles(clientDir) };
}

function buildOfOneRoute(): ServerBuild {
  const route: ServerBuild['routes'][string] = {
    id: 'routes/echo',
    path: 'api/echo',
    module: {
      default: undefined as never,
      loader: ({ context }) => Response.json({ ip: context.clientIp, origin: context.origin }),
      action: async ({ request }) => Response.json({ bytes: (await request.arrayBuffer()).byteLength }),
    },
  };
  return {
    entry: { module: { default: () => new Response('page'), handleError: () => undefined } },
    routes: { 'routes/echo': route },
    assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
    assetsBuildDirectory: '',
    basename: '/',
    publicPath: '/',
    mode: 'production',
    isSpaMode: false,
    future: {
      v3_fetcherPersist: true,
      v3_relativeSplatPath: true,
      v3_throwAbortReason: true,
      v3_singleFetch: false,
      v3_lazyRouteDiscovery: false,
    },
  };
}
