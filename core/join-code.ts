/** Crockford's base 32: no I, L, O and U, so that a code read aloud or off a screen has one spelling. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Crockford's reading of letters that look like digits. */
const LOOKALIKES: Record<string, string> = { O: '0', I: '1', L: '1' };

/** 8 × 5 = 40 bits (safety T1). */
export const JOIN_CODE_LENGTH = 8;

/**
 * One byte a character, of which the lower five bits count, so every code is equally likely.
 * @param random at least JOIN_CODE_LENGTH cryptographically random bytes
 */
export function joinCodeFrom(random: Uint8Array): string {
  if (random.length < JOIN_CODE_LENGTH) throw new Error('A join code needs eight random bytes.');
  return Array.from(random.subarray(0, JOIN_CODE_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
}

/** Upper case, O as 0, I and L as 1, without spaces and dashes. Null when it cannot be a code. */
export function normaliseJoinCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replace(/[\s\-‐-―_.]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return code.length === JOIN_CODE_LENGTH && [...code].every((character) => ALPHABET.includes(character))
    ? code
    : null;
}

/** For a field that is being typed into: upper case, O as 0, I and L as 1, everything else left out. */
export function readJoinCode(text: string): string {
  return [...text.toUpperCase()]
    .map((character) => LOOKALIKES[character] ?? character)
    .filter((character) => ALPHABET.includes(character))
    .join('')
    .slice(0, JOIN_CODE_LENGTH);
}

/** As printed and shown, in two groups: `K7QM-2RXD`. */
export function spellJoinCode(code: string): string {
  return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}
