import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lanAddresses, lanNames } from '../app/config/lan';
import { createEdge } from './edge';
import { type EdgeEnv, parseEdgeEnv } from './env';
import { httpServer, httpsServer, listen } from './listen';
import { ownCertificate } from './authority';
import { trustPages } from './trust';

/** A laptop that moves to another network needs its new address in the certificate soon. */
const ADDRESS_CHECK_MS = 15_000;

/** Names that were reported to be left out. */
let reported: string[] = [];

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));

await run(parseEdgeEnv(process.env)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

async function run(env: EdgeEnv): Promise<void> {
  const tls = env.httpsPort === 0 ? null : await certificate(env);
  const own = trustPages(tls?.authority ?? null);
  const { web, livekit, trustedProxies, limits } = env;
  const edge = createEdge({ web, livekit, trustedProxies, limits, own });
  await listen(httpServer(edge), env.port, env.host, 'PORT');
  if (tls) {
    const server = httpsServer(edge, tls);
    await listen(server, env.httpsPort, undefined, 'HTTPS_PORT');
    setInterval(() => {
      certificate(env).then(
        (renewed) => renewed.cert !== tls.cert && server.setSecureContext(Object.assign(tls, renewed)),
        (error: unknown) => console.error('The certificate could not be renewed:', error),
      );
    }, ADDRESS_CHECK_MS).unref();
  }
  process.send?.({ type: 'ready' });
}

async function certificate(env: EdgeEnv): Promise<{ cert: string; key: string; authority: string | null }> {
  if (env.tls) {
    return {
      cert: readFileSync(env.tls.certFile, 'utf8'),
      key: readFileSync(env.tls.keyFile, 'utf8'),
      authority: null,
    };
  }
  const extra = env.lanAddress ? [env.lanAddress] : [];
  const names = new Set(['localhost', '127.0.0.1', ...lanNames(), ...lanAddresses(), ...extra]);
  const own = await ownCertificate(env.dataDir, [...names]);
  if (own.leftOut.length > 0 && String(own.leftOut) !== String(reported)) {
    reported = own.leftOut;
    console.error(
      `The certificate leaves out ${own.leftOut.join(', ')}: its authority was made for other names. For a new one\n` +
        `stop Touchline, delete ${join(env.dataDir, 'tls')}, start it, and install the certificate on each phone again.`,
    );
  }
  return own;
}
