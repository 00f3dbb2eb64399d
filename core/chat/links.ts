/**
 * A piece of a message: text, or an address that may be followed. Put together, `text` is the message again.
 */
export interface Piece {
  text: string;
  href: string | null;
}

const CANDIDATE = /https:\/\/[^\s<>"'`]+/giu;
const CLOSING: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/**
 * Takes the https addresses out of a message. What counts is what the browser's own URL parser makes of it:
 * https only, a host with a dot, no user name (`https://bank.example@evil.example`), and no letters in the
 * host that are drawn like others.
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

/** What closes a sentence around an address is no part of it; a bracket that was opened within it is. */
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
  if (!/^[\x21-\x7e]+$/u.test(typedHost) || !URL.canParse(address)) return null;
  const url = new URL(address);
  const honest = url.protocol === 'https:' && url.username === '' && url.password === '';
  return honest && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/u.test(url.hostname) ? url.href : null;
}

const SCHEME = /[a-z][a-z0-9+.-]*:\/\/\S/iu;
const NAMED = /(?:^|[\s(])(?:www\.[^\s.]|(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}\/\S)/iu;
/** Endings that spam likes and no sentence has: "Tor.Jetzt" is a sentence, "free-coins.com" is none. */
const BARE =
  /(?:^|[\s(])(?:[\p{L}\p{N}-]+\.)+(?:com|net|org|info|biz|ru|xyz|top|club|shop|site|online|link|live|tv|gg|me)(?=$|[\s).,!?:])/iu;

/** Whether a message holds an address in any form that people would follow; for chats that take none. */
export function holdsLink(text: string): boolean {
  return SCHEME.test(text) || NAMED.test(text) || BARE.test(text);
}
