import { createEdge } from './edge';
import { type Certificate, CertificateMessage, type EdgeEnv, parseEdgeEnv } from './env';
import { httpServer, httpsServer, listen } from './listen';
import { trustPages } from './trust';

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));

await run(parseEdgeEnv(process.env)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

async function run(env: EdgeEnv): Promise<void> {
  const secure = env.httpsPort > 0;
  const pair = secure ? await firstCertificate() : null;
  const { web, livekit, trustedProxies, limits } = env;
  const own = trustPages(pair?.authority ?? null);
  const edge = createEdge({ web, livekit, trustedProxies, limits, own });
  const listening = [listen(httpServer(edge), env.port, env.host, 'PORT')];
  if (secure) {
    // Without a pair that fits, no handshake succeeds until there is one; HTTP and signalling go on.
    const server = httpsServer(edge, pair);
    listening.push(listen(server, env.httpsPort, undefined, 'HTTPS_PORT'));
    onCertificate((renewed) => renewed && server.setSecureContext(renewed));
  }
  await Promise.all(listening);
  giveUpRights(env.runAs);
  process.send?.({ type: 'ready' });
}

/** Sent before anything else; null where there is none that can be used yet. */
function firstCertificate(): Promise<Certificate | null> {
  if (!process.send)
    throw new Error('The edge gets its certificate from npm start; set HTTPS_PORT=0 without it.');
  return new Promise((resolve) => onCertificate(resolve));
}

function onCertificate(handed: (certificate: Certificate | null) => void): void {
  process.on('message', (message) => {
    const { data } = CertificateMessage.safeParse(message);
    if (data) handed(data.pair);
  });
}

/**
 * From root to a user without rights, as soon as nothing needs them any more: ports below 1024 are listened
 * on, and everything is loaded. What root opened stays open, and that is these ports.
 */
function giveUpRights(runAs: EdgeEnv['runAs']): void {
  if (!runAs) return;
  process.setgroups?.([]);
  process.setgid?.(runAs.gid);
  process.setuid?.(runAs.uid);
  if (process.getuid?.() !== runAs.uid) throw new Error('The edge still has the rights of root.');
}
