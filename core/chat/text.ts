/** In code points. */
export const MESSAGE_MAX = 500;

/**
 * ALM, LRM and RLM, which keyboards for Arabic and Hebrew have: invisible letters with a direction, by which
 * a bracket or an exclamation mark goes to the side where it belongs. They turn no letters around.
 */
export const MARKS = String.raw`\u061c\u200e\u200f`;

const LEADING = new RegExp(`^[\\s${MARKS}]+`, 'u');

/** Without spaces around it, and without marks before the first letter: one that is all marks is empty. */
export const trimmed = (text: string): string => text.trim().replace(LEADING, '');

/**
 * Control characters, lone surrogates, what reverses text (but not the marks that Arabic and Hebrew keyboards
 * have), annotation separators, and letters with more than six combining marks (real scripts
 * need four; more covers other people's lines).
 */
const UNFIT = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|\p{M}{7,}/u;
/**
 * Characters that show nothing: formats, spaces, variation selectors, and blank letters.
 */
const INVISIBLE = /[\p{Cf}\p{Z}\p{Cc}\p{M}\u115f\u1160\u2800\u3164\uffa0]/gu;

export type TextRefusal = 'empty' | 'too_long' | 'unfit';
export type Checked = { ok: true; value: string } | { ok: false; reason: TextRefusal };

/** Whether a text shows anything. */
export function isVisible(text: string): boolean {
  return text.replace(INVISIBLE, '') !== '';
}

/** Length in code points, as the limits count it. */
export function codePoints(text: string): number {
  return [...text].length;
}

/**
 * One line as it is stored: NFC, trimmed, every run of spaces and line breaks one space. Characters that
 * reverse text or cannot be shown are refused, not removed: what people read is what was sent.
 *
 * @param max in code points
 */
export function cleanLine(typed: string, max: number): Checked {
  // Checked first, because it is cheap: no real text has eight UTF-16 units for each code point.
  if (typed.length > max * 8) return { ok: false, reason: 'too_long' };
  const value = trimmed(typed.normalize('NFC').replace(/\s+/gu, ' '));
  if (UNFIT.test(value)) return { ok: false, reason: 'unfit' };
  if (!isVisible(value)) return { ok: false, reason: 'empty' };
  if (codePoints(value) > max) return { ok: false, reason: 'too_long' };
  return { ok: true, value };
}

export const cleanMessage = (typed: string): Checked => cleanLine(typed, MESSAGE_MAX);

/**
 * A piece of a message: text or a link. All `text` joined is the message again.
 */
export interface Piece {
  text: string;
  href: string | null;
}

const CANDIDATE = /https:\/\/[^\s<>"'`]+/giu;
const CLOSING: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/**
 * Finds the https addresses in a message. What the browser's own URL parser makes of it decides:
 * https only, a host with a dot, no user name (`https://bank.example@evil.example`), and no letters in the
 * host that look like others.
 */
export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = withoutSentence(match[0]);
    const href = linkOf(address);
    if (!href) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), href: null });
    pieces.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null });
  return pieces;
}

/** Punctuation that ends the sentence is not part of the address; a bracket that was opened in it is. */
function withoutSentence(address: string): string {
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? '';
    const opening = CLOSING[last];
    const closes = opening !== undefined && !address.slice(0, end).includes(opening);
    if (!closes && !'.,;:!?…*_~'.includes(last)) break;
  }
  return address.slice(0, end);
}

function linkOf(address: string): string | null {
  const typedHost = /^https:\/\/([^/?#]*)/iu.exec(address)?.[1] ?? '';
  const url = /^[\x21-\x7e]+$/u.test(typedHost) ? urlOf(address) : null;
  if (!url) return null;
  const honest = url.protocol === 'https:' && url.username === '' && url.password === '';
  return honest && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/u.test(url.hostname) ? url.href : null;
}

/** As URL.parse; that and URL.canParse are missing in browsers that we support (core/browser-floor.ts). */
function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

const SCHEME = /[a-z][a-z0-9+.-]*:\/\/\S/iu;
const NAMED = /(?:^|[\s(])(?:www\.[^\s.]|(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}\/\S)/iu;
/** Domains that spam uses and no sentence has: "Tor.Jetzt" is a sentence, "free-coins.com" is none. */
const BARE =
  /(?:^|[\s(])(?:[\p{L}\p{N}-]+\.)+(?:com|net|org|info|biz|ru|xyz|top|club|shop|site|online|link|live|tv|gg|me)(?=$|[\s).,!?:])/iu;

/** Whether a message holds an address in any form that people would follow; for chats that refuse links. */
export function holdsLink(text: string): boolean {
  return SCHEME.test(text) || NAMED.test(text) || BARE.test(text);
}
