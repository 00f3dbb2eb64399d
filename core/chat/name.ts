import { cleanLine } from './text';
import { skeleton, skeletonWords } from './skeleton';

/** Long enough for two first names, short enough to leave the message room on a phone. */
export const NAME_MAX = 30;

/** Words by which a viewer would pass for somebody with rights, in the languages of the pages. */
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
/** At the head or the end of a name written in one word; shorter ones are parts of honest names. */
const LONG = [...RESERVED].filter((word) => word.length >= 8);

export type NameFault = 'name_missing' | 'name_unfit' | 'name_taken';
export type CheckedName = { ok: true; value: string } | { ok: false; fault: NameFault };

/**
 * A name that a viewer chose: one line of 1 to 30 code points with a letter or a figure in it, which is no
 * office of the crew's and cannot be read as the name of one of them.
 *
 * @param crew names under which crew of this event speak
 */
export function checkName(typed: string, crew: Iterable<string>): CheckedName {
  const line = cleanLine(typed, NAME_MAX);
  if (!line.ok) return { ok: false, fault: line.fault === 'empty' ? 'name_missing' : 'name_unfit' };
  if (!/[\p{L}\p{N}]/u.test(line.value.normalize('NFKC'))) return { ok: false, fault: 'name_unfit' };
  const taken = soundsOfficial(line.value) || imitates(line.value, crew);
  return taken ? { ok: false, fault: 'name_taken' } : { ok: true, value: line.value };
}

function soundsOfficial(name: string): boolean {
  const whole = skeleton(name);
  if (RESERVED.has(whole) || LONG.some((word) => whole.startsWith(word) || whole.endsWith(word))) return true;
  return skeletonWords(name).some((word) => RESERVED.has(word));
}

/**
 * Whether a name reads like one of the crew's: the same skeleton, also with nothing but figures around it.
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
