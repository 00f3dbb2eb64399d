import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SecretBox } from '../../../db/secrets';

/** Signs that a recording may be fetched until `exp`, in seconds since 1970. Who holds the address needs nothing else. */
export function signRecording(secrets: SecretBox, id: string, exp: number): string {
  return createHmac('sha256', secrets.derive('recording-address')).update(`${id}.${exp}`).digest('base64url');
}

export function signatureFits(secrets: SecretBox, id: string, exp: number, sig: string): boolean {
  const wanted = Buffer.from(signRecording(secrets, id, exp));
  const given = Buffer.from(sig);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
