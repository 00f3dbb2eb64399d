/**
 * Letters that are drawn alike, folded onto one. A short list of what passes for Latin at a glance (Unicode's
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
/** Two letters that are drawn like one. */
const PAIRS: [RegExp, string][] = [
  [/rn/gu, 'm'],
  [/vv/gu, 'w'],
  [/ci/gu, 'd'],
];

/**
 * What is left of a name when case, accents, spaces, marks, pictures and the choice between letters that look
 * alike are taken away: two names with the same skeleton are the same name to somebody who reads fast. Not
 * for showing.
 */
export function skeleton(name: string): string {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const folded = [...bare.normalize('NFKD')].map((char) => FOLDED.get(char) ?? char).join('');
  const letters = folded.replace(/[^\p{L}\p{N}]/gu, '');
  return PAIRS.reduce((text, [pair, one]) => text.replace(pair, one), letters);
}

/** The skeletons of the words of a name. */
export function skeletonWords(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[\s\p{P}\p{S}\p{Cf}]+/u)
    .map(skeleton)
    .filter(Boolean);
}
