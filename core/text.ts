import { z } from 'zod';
import { MARKS, trimmed } from './chat/text';

/**
 * Control characters, those that turn text around, lone halves of surrogate pairs: none belongs in a name.
 */
const UNFIT = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** The same as ranges, which every dialect of regular expressions reads; JSON has no lone surrogates. */
const CONTROLS = String.raw`\u0000-\u001f\u007f-\u009f`;
const TURNS = String.raw`\u202a-\u202e\u2066-\u2069`;
/** What `trim` takes away. */
const SPACES = String.raw`\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;

/**
 * What a line of `min` to `max` code points looks like before it is trimmed, as a pattern for the API's
 * description.
 *
 * @param inner what may not stand between its first and its last character
 */
export function linePattern(max: number, min: number, inner = CONTROLS + TURNS): string {
  const first = `[^${SPACES}${CONTROLS}${TURNS}${MARKS}]`;
  const last = `[^${SPACES}${CONTROLS}${TURNS}]`;
  const text = `${first}(?:[^${inner}]{0,${max - 2}}${last})?`;
  return `^[${SPACES}${MARKS}]*${min === 0 ? `(?:${text})?` : text}[${SPACES}]*$`;
}

/** As `linePattern`, for a text in which line breaks and tabs count as spaces. */
export const textPattern = (max: number): string =>
  linePattern(max, 1, String.raw`\u0000-\u0008\u000e-\u001f\u007f-\u009f${TURNS}`);

/**
 * A line of text as people type it: NFC, trimmed, `min` to `max` code points, nothing that controls or turns
 * text around.
 */
export const line = (max: number, min = 1) =>
  z
    .string()
    .max(max * 8, 'it is too long')
    .transform((value) => trimmed(value.normalize('NFC')))
    .refine((value) => !UNFIT.test(value), 'it holds characters that cannot be shown')
    .refine((value) => [...value].length <= max, `at most ${max} characters`)
    .refine((value) => [...value].length >= min, 'it is empty')
    .meta({ pattern: linePattern(max, min), description: `One line of ${min} to ${max} characters.` });

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Anything but a UUID cannot be an id of ours, so no query is made for it. */
export function isId(text: string | undefined): text is string {
  return text !== undefined && UUID.test(text);
}

export const id = z.string().regex(UUID, 'this is no id of Touchline');
