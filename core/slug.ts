import { SLUG_PATTERN } from './rooms';

/** Addresses of our own pages under `/events/…`. */
const RESERVED = ['new'];
/** Leaves room for `-999` below the 64 characters of a slug. */
const PROPOSAL_LENGTH = 48;

/** Letters without a decomposition into a letter and a mark. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
};

/** An address from a title: `Süd – Nord (U19)` becomes `sud-nord-u19`; `event` when nothing is left of it. */
export function proposeSlug(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[ßæøœłđðþ]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, PROPOSAL_LENGTH)
    .replace(/^-+|-+$/g, '');
  return isFreeSlug(plain) ? plain : 'event';
}

/** The nth proposal: the plain one, then `-2`, `-3`, … */
export function numberedSlug(slug: string, attempt: number): string {
  return attempt <= 1 ? slug : `${slug}-${attempt}`;
}

/** Letters, digits, `-` and `_`, and not the name of one of our pages. */
export function isFreeSlug(slug: string): boolean {
  return SLUG_PATTERN.test(slug) && !RESERVED.includes(slug.toLowerCase());
}
