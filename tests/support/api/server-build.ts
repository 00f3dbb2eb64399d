import type { ServerBuild } from '@remix-run/node';
import { builtFiles, type PageSource } from '../../../app/http/page-source';

type RouteModule = Omit<ServerBuild['routes'][string]['module'], 'default'>;

/** What Remix's build would be of these resource routes alone, by their paths such as `/api/v1/*`. */
export function buildOf(modules: Record<string, RouteModule>): ServerBuild {
  const routes = Object.entries(modules).map(([path, module]) => ({
    id: `routes${path}`,
    path: path.slice(1),
    module: { ...module, default: undefined as never },
  }));
  return {
    entry: { module: { default: () => new Response('page'), handleError: () => undefined } },
    routes: Object.fromEntries(routes.map((route) => [route.id, route])),
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

/**
 * Built pages of `/api/echo`, which answers what reached it, and `/api/part`, which answers after the first
 * piece of it, with the files of `clientDir`.
 */
export function pagesOfEcho(clientDir: string): PageSource {
  const build = buildOf({
    '/api/echo': {
      loader: ({ context }) => Response.json({ ip: context.clientIp, origin: context.origin }),
      action: async ({ request }) => Response.json({ bytes: (await request.arrayBuffer()).byteLength }),
    },
    '/api/part': {
      action: async ({ request }) => {
        const part = await request.body?.getReader().read();
        return Response.json({ bytes: part?.value?.byteLength ?? 0 });
      },
    },
  });
  return { mode: 'production', build, audience: {}, files: builtFiles(clientDir) };
}
