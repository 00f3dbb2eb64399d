import { z } from 'zod';

/**
 * Control characters, direction marks that turn text around, and lone halves of surrogate pairs: none belongs
 * in a name.
 */
const UNFIT = /[\p{Cc}\p{Cs}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

/**
 * A line of text as people type it: NFC, trimmed, `min` to `max` code points, no control or direction
 * characters.
 */
export const line = (max: number, min = 1) =>
  z
    .string()
    .max(max * 8, 'it is too long')
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => !UNFIT.test(value), 'it holds characters that cannot be shown')
    .refine((value) => [...value].length <= max, `at most ${max} characters`)
    .refine((value) => [...value].length >= min, 'it is empty');

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Anything but a UUID cannot be an id of ours, so no query is made for it. */
export function isId(text: string | undefined): text is string {
  return text !== undefined && UUID.test(text);
}

export const id = z.string().regex(UUID, 'this is no id of Touchline');
