import { z } from 'zod';
import { isNetwork } from '../../core/client-address';

const HEX32 = /^[0-9a-f]{64}$/i;

/**
 * Building blocks of the settings: each message ends the sentence "NAME …" and never repeats a value that may
 * be a secret.
 */

export const port = (fallback: number, lowest = 1) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number, such as 3000')
    .transform(Number)
    .refine((value) => value >= lowest && value <= 65_535, `must lie between ${lowest} and 65535`)
    .default(fallback);

export const count = (fallback: number, lowest: number, highest: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= lowest && value <= highest, `must lie between ${lowest} and ${highest}`)
    .default(fallback);

export const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off'], { error: 'must be true or false' }))
  .transform((value) => ['1', 'true', 'yes', 'on'].includes(value))
  .default(false);

export const oneOf = <const Value extends string>(values: readonly Value[], fallback: NoInfer<Value>) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` }).default(fallback);

export const text = z.string().min(1).optional();

/** An address with one of the given schemes and no user name in it. */
export const address = (schemes: readonly string[], example: string) =>
  z
    .string()
    .refine((value) => {
      if (!URL.canParse(value)) return false;
      const url = new URL(value);
      return (
        schemes.includes(url.protocol) && url.hostname !== '' && url.username === '' && url.password === ''
      );
    }, `must be an address such as ${example}`)
    .optional();

/** An origin: scheme, host and port, no path. Given back without a slash at its end. */
export const origin = z
  .string()
  .refine((value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
    return ['http:', 'https:'].includes(url.protocol) && bare;
  }, 'must be an address without a path, such as https://touchline.example.org')
  .transform((value) => new URL(value).origin)
  .optional();

export const postgresUrl = z
  .string()
  .refine(
    (value) => URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol),
    'must be an address such as postgres://user:password@host:5432/touchline',
  )
  .optional();

/** Addresses or networks, separated by commas. */
export const networks = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (parts) => parts.every(isNetwork),
    'must be addresses or networks separated by commas, such as 10.0.0.0/8,127.0.0.1',
  )
  .default([]);

/** 32 bytes, as 64 hexadecimal digits or as base64; given back as hexadecimal digits. */
export const key32 = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((key) => key.trim())
      .map((key) => (HEX32.test(key) ? key.toLowerCase() : Buffer.from(key, 'base64').toString('hex')))
      .join(','),
  )
  .refine(
    (value) => value.split(',').every((key) => HEX32.test(key)),
    'must be 32 random bytes in base64 or hexadecimal; make one with: openssl rand -base64 32',
  )
  .optional();
