import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { NGINX_RTMP_MODULE } from '../../../setup/programs';
import { listening } from './listening';
import { freePort } from '../../../supervisor/ports';

/** nginx with its RTMP module: a second, independent implementation, and one that refuses as platforms do. */
export interface NginxRtmp {
  url: string;
  port: number;
  /** Port of the web server that authorizes for nginx; speaks HTTP and no RTMP. */
  authorizerPort: number;
  pid: number;
  /** Files that connections have brought so far, oldest first. */
  files(): Promise<string[]>;
  /** Dies at once; `startNginxRtmp` with the same port brings it back. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Takes any number of connections for the application `live` and writes each into a file of its own.
 * @param accepts is called for each stream key; a refused key gets 403
 */
export async function startNginxRtmp(options: {
  dir: string;
  port?: number;
  accepts?: (key: string) => boolean;
}): Promise<NginxRtmp> {
  const port = options.port ?? (await freePort());
  const recordings = join(options.dir, `nginx-${port}`);
  await mkdir(recordings, { recursive: true });
  const authorizer = await openAuthorizer(options.accepts ?? (() => true));
  const config = join(options.dir, `nginx-${port}.conf`);
  await writeFile(
    config,
    `load_module ${NGINX_RTMP_MODULE};
     daemon off; master_process off; user root; pid ${join(options.dir, `nginx-${port}.pid`)};
     error_log ${join(options.dir, `nginx-${port}.log`)} notice;
     events { worker_connections 64; }
     rtmp { server { listen 127.0.0.1:${port}; ping 10s; application live {
       live on; record all; record_path ${recordings}; record_suffix -%Y%m%d-%H%M%S.flv; record_unique on;
       on_publish http://127.0.0.1:${authorizer.port}/; notify_method get;
     } } }`,
  );
  const child = spawn('nginx', ['-p', options.dir, '-e', 'stderr', '-c', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit').then(() => undefined);
  await listening(port, () => child.exitCode !== null);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill('SIGCONT');
    child.kill(signal);
    await exited;
    await authorizer.close();
  };
  return {
    url: `rtmp://127.0.0.1:${port}/live`,
    port,
    authorizerPort: authorizer.port,
    pid: child.pid ?? 0,
    files: async () => (await readdir(recordings)).sort().map((file) => join(recordings, file)),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** Whom nginx asks whether a key may send. */
async function openAuthorizer(
  accepts: (key: string) => boolean,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://authorizer').searchParams.get('name') ?? '';
    response.writeHead(accepts(name) ? 200 : 403).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP address');
  return {
    port: address.port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
