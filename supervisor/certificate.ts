import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { lanAddresses, lanNames } from '../app/config/lan';
import type { Settings } from '../app/config/settings';
import { type CertificateAndKey, ownCertificate } from './authority';

/** A laptop that moves to another network needs its new address in the certificate soon. */
const LOOK_EVERY_MS = 15_000;

interface Pair extends CertificateAndKey {
  /** Certificate of our own authority, PEM; null where the pair came from elsewhere. */
  authority: string | null;
}

/** What the edge serves HTTPS with, as edge/env.ts reads it: the leaf, and of the authority no key. */
export interface CertificateMessage {
  type: 'certificate';
  /** Null where none can be used yet. */
  pair: Pair | null;
}

type Where = Pick<Settings, 'dataDir' | 'httpsPort' | 'lanAddress' | 'tls'>;

/**
 * The certificate that the edge serves. Only this process reads its key and the authority's: the process that
 * faces the Internet is handed what it serves, and opens no file (safety M14, H8).
 */
export function keepCertificate(settings: Where, print: (line: string) => void) {
  let pair: Pair | null = null;
  /** What was wrong with the pair the last time, and which names were reported to be left out. */
  let wrong = '';
  let leftOut = '';

  async function look(): Promise<Pair | null> {
    try {
      const found = settings.tls ? fromFiles(settings.tls) : await own();
      createSecureContext(found);
      wrong = '';
      return (pair = found);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== wrong) print(unusable(settings, reason));
      wrong = reason;
      // Tools that renew them write one file after the other: a pair that does not fit is one that will.
      return pair;
    }
  }

  async function own(): Promise<Pair> {
    const extra = settings.lanAddress ? [settings.lanAddress] : [];
    const names = new Set(['localhost', '127.0.0.1', ...lanNames(), ...lanAddresses(), ...extra]);
    const made = await ownCertificate(settings.dataDir, [...names]);
    const missing = made.leftOut.join(', ');
    if (missing && missing !== leftOut) {
      leftOut = missing;
      print(
        `The certificate leaves out ${missing}: its authority was made for other names. For a new one\n` +
          `stop Touchline, delete ${join(settings.dataDir, 'tls')}, start it, and install the certificate on each phone again.`,
      );
    }
    return made;
  }

  return {
    /** Null without HTTPS. */
    async current(): Promise<CertificateMessage | null> {
      return settings.httpsPort > 0 ? { type: 'certificate', pair: await look() } : null;
    },
    /** Calls `changed` with each new pair: after its files were replaced, or for a new address. */
    watch(changed: (message: CertificateMessage) => void): void {
      if (settings.httpsPort === 0) return;
      setInterval(() => {
        const before = pair;
        void look().then((now) => {
          if (now && (now.cert !== before?.cert || now.key !== before.key))
            changed({ type: 'certificate', pair: now });
        });
      }, LOOK_EVERY_MS).unref();
    },
  };
}

function fromFiles({ certFile, keyFile }: NonNullable<Settings['tls']>): Pair {
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), authority: null };
}

function unusable({ tls, dataDir }: Where, reason: string): string {
  const files = tls ? `${tls.certFile} and ${tls.keyFile}` : join(dataDir, 'tls');
  return (
    `The certificate and key of ${files} cannot be used together (${reason}); what was used before stays in use.\n` +
    'They are looked at again every 15 seconds.'
  );
}
