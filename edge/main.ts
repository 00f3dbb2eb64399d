import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { lanAddresses, lanNames } from '../app/config/lan';
import { createEdge } from './edge';
import { type EdgeEnv, parseEdgeEnv } from './env';
import { httpServer, httpsServer, listen } from './listen';
import { type CertificateAndKey, ownCertificate } from './authority';
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
  const secure = env.httpsPort > 0;
  let pair = secure ? await usable(env) : null;
  const { web, livekit, trustedProxies, limits } = env;
  const own = trustPages(pair?.authority ?? null);
  const edge = createEdge({ web, livekit, trustedProxies, limits, own });
  await listen(httpServer(edge), env.port, env.host, 'PORT');
  if (secure) {
    // Without a pair that fits, no handshake succeeds until there is one; HTTP and signalling go on.
    const server = httpsServer(edge, pair);
    await listen(server, env.httpsPort, undefined, 'HTTPS_PORT');
    setInterval(() => {
      void usable(env).then((renewed) => {
        if (!renewed || (renewed.cert === pair?.cert && renewed.key === pair.key)) return;
        server.setSecureContext(renewed);
        pair = renewed;
      });
    }, ADDRESS_CHECK_MS).unref();
  }
  process.send?.({ type: 'ready' });
}

/** What was wrong with the pair the last time. */
let wrong = '';

/**
 * The present certificate with its key, or null where they cannot be used: tools that renew them write one
 * file after the other, so a pair that does not fit is one that will.
 */
async function usable(env: EdgeEnv): Promise<OwnPair | null> {
  try {
    const pair = await certificate(env);
    createSecureContext(pair);
    wrong = '';
    return pair;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== wrong) {
      const files = env.tls ? `${env.tls.certFile} and ${env.tls.keyFile}` : join(env.dataDir, 'tls');
      console.error(
        `The certificate and key of ${files} cannot be used together (${reason}); what was used before stays in use.\n` +
          'They are looked at again every 15 seconds.',
      );
    }
    wrong = reason;
    return null;
  }
}

interface OwnPair extends CertificateAndKey {
  /** Of our own authority, PEM; null where the certificate came from elsewhere. */
  authority: string | null;
}

async function certificate(env: EdgeEnv): Promise<OwnPair> {
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
