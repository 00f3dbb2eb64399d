import { JOIN_CODE_LENGTH, readJoinCode } from '../../../../core/join-code';

/**
 * The code in a pasted text: an address such as https://host/join/K7QM-2RXD#… or the bare code with or
 * without its dash.
 */
export function readPasted(text: string): string {
  const inAddress = /\/join\/([^/?#\s]+)/i.exec(text)?.[1];
  return readJoinCode(inAddress ?? text);
}

export function isWhole(code: string): boolean {
  return code.length === JOIN_CODE_LENGTH;
}

/**
 * The QR secret in an address's fragment; null for anything that cannot be one. 128 bits are 22 characters of
 * base64url.
 */
export function secretInFragment(hash: string): string | null {
  const value = hash.replace(/^#/, '');
  return /^[A-Za-z0-9_-]{16,128}$/.test(value) ? value : null;
}
