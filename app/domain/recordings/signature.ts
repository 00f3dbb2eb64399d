import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SecretBox } from '../../../db/secrets';

const PURPOSE = 'recording-address';

/**
 * Signs that a recording may be fetched until `exp`, in seconds since 1970. Who holds the address needs
 * nothing else.
 */
export function signRecording(secrets: SecretBox, id: string, exp: number): string {
  return sign(secrets.derive(PURPOSE), id, exp);
}

export function signatureFits(secrets: SecretBox, id: string, exp: number, sig: string): boolean {
  const given = Buffer.from(sig);
  return secrets.keysFor(PURPOSE).accept.some((key) => {
    const wanted = Buffer.from(sign(key, id, exp));
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

function sign(key: Buffer, id: string, exp: number): string {
  return createHmac('sha256', key).update(`${id}.${exp}`).digest('base64url');
}
