/** As long as a message may be, in code points. */
export const MESSAGE_MAX = 500;

/**
 * Control characters, lone surrogates, direction marks that turn text around, separators inside annotations,
 * and letters that carry more than six marks in a row (the scripts of the world need four; more only spills
 * over other people's lines).
 */
const UNFIT = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|\p{M}{7,}/u;
/**
 * What leaves nothing to see: formats, spaces, variation selectors, and letters that are drawn as nothing.
 */
const INVISIBLE = /[\p{Cf}\p{Z}\p{Cc}\p{M}\u115f\u1160\u2800\u3164\uffa0]/gu;

export type TextFault = 'empty' | 'too_long' | 'unfit';
export type Checked = { ok: true; value: string } | { ok: false; fault: TextFault };

/** Whether anything of a text is seen. */
export function isVisible(text: string): boolean {
  return text.replace(INVISIBLE, '') !== '';
}

/** How long people take a text to be: in code points, as the limits count. */
export function codePoints(text: string): number {
  return [...text].length;
}

/**
 * A message as it is kept: NFC, trimmed, every run of spaces and line breaks one space, at most 500 code
 * points. What turns text around or cannot be shown is refused and not taken out: what people read is what
 * was sent.
 *
 * @param max in code points
 */
export function cleanLine(typed: string, max: number): Checked {
  // Before anything is looked at closely: no honest text is eight units a code point.
  if (typed.length > max * 8) return { ok: false, fault: 'too_long' };
  const value = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (UNFIT.test(value)) return { ok: false, fault: 'unfit' };
  if (!isVisible(value)) return { ok: false, fault: 'empty' };
  if (codePoints(value) > max) return { ok: false, fault: 'too_long' };
  return { ok: true, value };
}

export const cleanMessage = (typed: string): Checked => cleanLine(typed, MESSAGE_MAX);
