import { z } from 'zod';
import { isIp } from './address';
import { isNetwork } from './client-address';
import { parseDatabaseAddress, SSL_MODES, tlsOf } from './database-address';

/** Everything that is wrong with the settings, at once: one edit of the file can fix them all. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`These settings need attention:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads each name of `shape` from the environment. A name that is there and empty (as in .env.example) counts
 * as unset.
 */
export function readFields<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
): { values: z.output<z.ZodObject<Shape>> | null; problems: string[] } {
  const given = Object.fromEntries(
    Object.keys(shape)
      .map((name) => [name, env[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return { values: parsed.data, problems: [] };
  return { values: null, problems: parsed.error.issues.map(sentence) };
}

/** The same for a process that has nothing else to say. @throws SettingsError with every problem in it */
export function mustRead<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  const { values, problems } = readFields(shape, env);
  if (!values) throw new SettingsError(problems);
  return values;
}

function sentence(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? 'A setting');
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${name} ${missing ? 'is missing; npm start sets it for its processes, or set it yourself' : issue.message}.`;
}

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

/** Where to listen: a name or an address, also as people write them in URLs (`[::1]`, `*`). */
const listenHost = z
  .string()
  .transform((value) => (value === '*' ? '0.0.0.0' : value.replace(/^\[(.*)\]$/, '$1')))
  .default('127.0.0.1');

export const livekitAddress = address(['ws:', 'wss:', 'http:', 'https:'], 'wss://livekit.example.org');

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
    (value) => parseDatabaseAddress(value) !== null,
    'must be an address such as postgres://user:password@host:5432/touchline, or by socket postgres:///touchline?host=/run/postgresql; in .env a # in the password is written %23',
  )
  .refine(
    (value) => (parseDatabaseAddress(value)?.hosts.length ?? 0) <= 1,
    'names several hosts, and Touchline takes one: the one that can be written to, or the address of a proxy that follows it',
  )
  .refine(
    (value) => {
      const address = parseDatabaseAddress(value);
      return !address || tlsOf(address) !== null;
    },
    `has an sslmode that does not exist; there are ${SSL_MODES.join(', ')}`,
  )
  .optional();

/** Of a machine: phones are told it, and LiveKit takes no name. */
const ipAddress = z
  .string()
  .transform((value) => value.replace(/^\[(.*)\]$/, '$1'))
  .refine(isIp, 'must be an IP address without a port, such as 192.168.1.20')
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

/** What a person may set, in .env, .env.local or the environment. Each one has its line in .env.example. */
export const SETTINGS = {
  PORT: port(3000),
  HOST: listenHost,
  HTTPS_PORT: port(3443, 0),
  PUBLIC_URL: origin,
  DATA_DIR: text.default('.data'),
  DATABASE_URL: postgresUrl,
  LIVEKIT_URL: livekitAddress,
  LIVEKIT_WS_URL: livekitAddress,
  NEXT_PUBLIC_LIVEKIT_URL: livekitAddress,
  LIVEKIT_API_KEY: text,
  LIVEKIT_API_SECRET: text,
  LAN_ADDRESS: ipAddress,
  TLS_CERT_FILE: text,
  TLS_KEY_FILE: text,
  TRUSTED_PROXIES: networks,
  SECRETS_KEY: key32,
  PROGRAM_ENGINE: text.default('touchline'),
  ALLOW_PRIVATE_DESTINATIONS: flag,
  YOUTUBE_STREAM_KEY: text,
  TWITCH_STREAM_KEY: text,
  WEB_PROCESSES: count(1, 1, 16),
  ENGINE_PROCESSES: count(1, 1, 8),
  ENGINE_EVENTS: count(4, 1, 32),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error'], 'info'),
  TOUCHLINE_CACHE_DIR: text.default('.cache'),
} satisfies z.ZodRawShape;

export type SettingName = keyof typeof SETTINGS;

/** LiveKit is one server under two schemes; browsers want the WebSocket's. */
export function webSocketAddress(address: string): string {
  return address.replace(/^http/, 'ws').replace(/\/+$/, '');
}
