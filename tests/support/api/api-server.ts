import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerBuild } from '@remix-run/node';
import { Router } from 'express';
import { createWebApp } from '../../../app/http/web-app';
import type { Services } from '../../../app/services';
import { buildOf } from './server-build';

type RouteModule = Omit<ServerBuild['routes'][string]['module'], 'default'>;

/** The routes of the API from their files, by the paths that Remix reads from their names. */
const modules = import.meta.glob<RouteModule>(
  ['../../../app/routes/api.*.ts', '../../../app/routes/recordings.$id.ts'],
  { eager: true },
);
const ROUTES = Object.fromEntries(
  Object.entries(modules).map(([file, module]) => {
    const name = file.replace(/^.*\//, '').replace(/\.ts$/, '');
    return [`/${name.replaceAll('.', '/').replace(/\$$/, '*').replaceAll('$', ':')}`, module];
  }),
);

const running = new Map<Services, Promise<Server>>();

/** Address of a web server for these services, with everything a request passes; started when first asked. */
export async function apiUrl(services: Services): Promise<string> {
  const starting = running.get(services) ?? start(services);
  running.set(services, starting);
  return `http://127.0.0.1:${((await starting).address() as AddressInfo).port}`;
}

async function start(services: Services): Promise<Server> {
  const app = createWebApp({
    services,
    pages: { mode: 'production', build: buildOf(ROUTES), audience: {}, files: [Router()] },
    probes: Router(),
    presence: Router(),
  });
  // As the product's own: a client's connection that rests for a moment is not cut off.
  const server = createServer({ keepAliveTimeout: 65_000 }, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return server;
}

/** Ends the servers of all services that share these settings, after what was asked is answered. */
export async function closeApis(env: Services['env']): Promise<void> {
  for (const [services, starting] of running) {
    if (services.env !== env) continue;
    running.delete(services);
    const server = await starting;
    const closed = once(server, 'close');
    server.close();
    await closed;
  }
}
