import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkInterfaces } from 'node:os';
import { toString as qrCode } from 'qrcode';
import { urlHost } from '../core/address';
import type { Settings } from '../app/config/settings';
import { lanAddress } from '../app/config/lan';
import { connect } from '../db/connect';
import { anyUser, replaceSetupToken } from '../db/queries/accounts';
import { randomToken, tokenHash } from '../db/secrets';

/** The address on this machine, which the setup link uses. */
export function localAddress(settings: Settings): string {
  const host = ['0.0.0.0', '::', '127.0.0.1'].includes(settings.host) ? 'localhost' : settings.host;
  return `http://${urlHost(host)}:${settings.port}`;
}

/** What a person needs once everything runs: where to go, how phones join, what to do first. */
export async function summary(
  settings: Settings,
  setupLink: string | null,
  out: { isTTY?: boolean } = process.stdout,
): Promise<string> {
  const here = localAddress(settings);
  const lines = ['', `Touchline is ready: ${settings.publicUrl ?? here}`];
  const lan = lanAddress(settings.lanAddress);
  if (settings.httpsPort > 0 && lan) {
    const phones = `https://${urlHost(lan)}:${settings.httpsPort}`;
    lines.push(`Phones in this network: ${phones} (once per phone: ${phones}/trust)`);
    const fingerprint = ownFingerprint(settings);
    if (fingerprint) lines.push(`  SHA-256 of its certificate authority: ${fingerprint}`);
    if (out.isTTY) lines.push(await qrCode(phones, { type: 'terminal', small: true }));
  } else if (settings.httpsPort > 0 && Object.keys(networkInterfaces()).length > 0) {
    lines.push('No network found for phones; this machine itself works.');
  }
  if (setupLink) {
    lines.push(
      '',
      'First start: make the owner of this installation, once, at',
      `  ${settings.publicUrl ?? here}${setupLink}`,
    );
  }
  lines.push('', 'Ctrl-C stops everything.', '');
  return lines.join('\n');
}

function ownFingerprint(settings: Settings): string | null {
  if (settings.tls) return null;
  try {
    return new X509Certificate(readFileSync(join(settings.dataDir, 'tls/authority.crt'))).fingerprint256;
  } catch {
    return null;
  }
}

/** Long enough to walk to another computer and type it; the next start makes a new one. */
const VALID_HOURS = 24;

/**
 * Path of the one-time link by which the first owner signs up, or null when there is a user already. The
 * token is in the fragment, which browsers never send, so no log holds it. Links of former starts are void.
 */
export async function createSetupLink(adminUrl: string): Promise<string | null> {
  const sql = connect(adminUrl, { max: 1, name: 'touchline-setup' });
  try {
    const token = randomToken();
    const made = await sql.begin(async (tx) => {
      if (await anyUser(tx)) return false;
      await replaceSetupToken(tx, tokenHash(token), VALID_HOURS);
      return true;
    });
    return made ? `/setup#${token}` : null;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
