import { cleanLine } from './text';

/**
 * Letters that look alike, mapped to one. A short list of what looks Latin at a glance (Unicode's
 * confusables.txt, the rows for a to z and 0 to 9), after NFKD has taken care of accents, wide, bold and
 * circled forms.
 */
const LOOKALIKES: Record<string, string> = {
  a: 'аɑα@ạ4',
  b: 'вьƅ8β',
  c: 'сϲⅽ¢ç(',
  d: 'ԁⅾɗ',
  e: 'еҽєε3℮€',
  f: 'ƒſẝ',
  g: 'ցɡ9ǥ',
  h: 'һнհ#',
  i: 'іι1l|!ӏıǀɩⅰ',
  j: 'јʝ',
  k: 'кκ',
  m: 'м',
  n: 'пηռɴ',
  o: 'оο0օσøθ○◯',
  p: 'рρþ',
  q: 'ԛզ',
  r: 'гⲅяʀ',
  s: 'ѕ5$ꜱ§ß',
  t: 'тτ7+†',
  u: 'υսʋµ',
  v: 'ѵνⅴ',
  w: 'шщωԝѡ',
  x: 'хχ×',
  y: 'уγү¥',
  z: '2ʐᴢ',
};
const FOLDED = new Map(
  Object.entries(LOOKALIKES).flatMap(([letter, alike]) => [...alike].map((one) => [one, letter] as const)),
);
/** Two letters that look like one. */
const PAIRS: [RegExp, string][] = [
  [/rn/gu, 'm'],
  [/vv/gu, 'w'],
  [/ci/gu, 'd'],
];

/**
 * A name without case, accents, spaces, marks and pictures, and with one letter for all that look alike: two
 * names with the same skeleton are the same name to somebody who reads fast. Not for display.
 */
export function skeleton(name: string): string {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const folded = [...bare.normalize('NFKD')].map((char) => FOLDED.get(char) ?? char).join('');
  const letters = folded.replace(/[^\p{L}\p{N}]/gu, '');
  return PAIRS.reduce((text, [pair, one]) => text.replace(pair, one), letters);
}

/** The skeletons of the words of a name. */
function skeletonWords(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[\s\p{P}\p{S}\p{Cf}]+/u)
    .map(skeleton)
    .filter(Boolean);
}

/** Long enough for two first names, short enough to leave the message room on a phone. */
export const NAME_MAX = 30;

/** Words that would make a viewer look like somebody with rights, in the languages of the pages. */
const OFFICES = [
  'admin',
  'administrator',
  'administrador',
  'director',
  'directora',
  'host',
  'mod',
  'moderator',
  'moderatorin',
  'moderador',
  'moderadora',
  'moderation',
  'official',
  'offiziell',
  'oficial',
  'owner',
  'regie',
  'regisseur',
  'staff',
  'support',
  'system',
  'touchline',
];
const RESERVED = new Set(OFFICES.map(skeleton));
/** Refused at the start or end of a one-word name too; shorter ones are parts of ordinary names. */
const LONG = [...RESERVED].filter((word) => word.length >= 8);

export type NameRefusal = 'name_missing' | 'name_unfit' | 'name_taken';
export type CheckedName = { ok: true; value: string } | { ok: false; reason: NameRefusal };

/**
 * A name that a viewer chose: one line of 1 to 30 code points with a letter or a figure in it, which is not
 * a role of the crew and cannot be mistaken for the name of one of them.
 *
 * @param crew names under which the crew of this event write
 */
export function checkName(typed: string, crew: Iterable<string>): CheckedName {
  const line = cleanLine(typed, NAME_MAX);
  if (!line.ok) return { ok: false, reason: line.reason === 'empty' ? 'name_missing' : 'name_unfit' };
  if (!/[\p{L}\p{N}]/u.test(line.value.normalize('NFKC'))) return { ok: false, reason: 'name_unfit' };
  const taken = soundsOfficial(line.value) || imitates(line.value, crew);
  return taken ? { ok: false, reason: 'name_taken' } : { ok: true, value: line.value };
}

function soundsOfficial(name: string): boolean {
  const whole = skeleton(name);
  if (RESERVED.has(whole) || LONG.some((word) => whole.startsWith(word) || whole.endsWith(word))) return true;
  return skeletonWords(name).some((word) => RESERVED.has(word));
}

/**
 * Whether a name looks like one of the crew's: the same skeleton, also with digits before or after it.
 */
function imitates(name: string, crew: Iterable<string>): boolean {
  const whole = skeleton(name);
  const unnumbered = skeleton(name.replace(/^[\p{N}\s]+|[\p{N}\s]+$/gu, ''));
  for (const one of crew) {
    const theirs = skeleton(one);
    if (theirs !== '' && (whole === theirs || unnumbered === theirs)) return true;
  }
  return false;
}
