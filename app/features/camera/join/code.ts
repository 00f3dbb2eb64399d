import { JOIN_CODE_LENGTH } from '../../../../core/join-code';

/** The typed join code: eight characters of Crockford's base 32, shown as two groups of four. */
export const CODE_LENGTH = JOIN_CODE_LENGTH;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Crockford's reading of letters that look like digits. */
const LOOKALIKES: Record<string, string> = { O: '0', I: '1', L: '1' };

/**
 * Characters of `text` that can be part of a code, in its spelling: capitals, look-alikes read as digits, the
 * rest left out.
 */
export function readCode(text: string): string {
  return [...text.toUpperCase()]
    .map((character) => LOOKALIKES[character] ?? character)
    .filter((character) => ALPHABET.includes(character))
    .join('')
    .slice(0, CODE_LENGTH);
}

/**
 * The code in a pasted text: an address such as https://host/join/K7QM-2RXD#… or the bare code with or
 * without its dash.
 */
export function readPasted(text: string): string {
  const inAddress = /\/join\/([^/?#\s]+)/i.exec(text)?.[1];
  return readCode(inAddress ?? text);
}

export function isWhole(code: string): boolean {
  return code.length === CODE_LENGTH;
}

/** As printed on the sheet: K7QM-2RXD. */
export function spellCode(code: string): string {
  return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

/**
 * The QR secret in an address's fragment; null for anything that cannot be one. 128 bits are 22 characters of
 * base64url.
 */
export function secretInFragment(hash: string): string | null {
  const value = hash.replace(/^#/, '');
  return /^[A-Za-z0-9_-]{16,128}$/.test(value) ? value : null;
}
