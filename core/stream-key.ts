import { withAsciiHost } from './address';

/** The value, or which field is wrong and why, as a sentence for the person who typed it. */
type Checked<T> = { ok: true; value: T } | { ok: false; field: string; message: string };

/**
 * What a stream key may hold (safety T14): what servers use, such as Telegram's colon or what a generator of
 * passwords makes. No white space, no quotes and no command of a shell, which only a mistake while copying
 * brings. No other program gets it: RTMP is spoken by the engine itself.
 */
const KEY = /^(?!.*\$\()[A-Za-z0-9_\-.~?=&/%:+@!,$()*;#]+$/;

const KEY_MAX = 256;
/** Signed tokens (JWT, as MediaMTX and SRS take them in a key's query) have several hundred characters. */
export const TOKEN_KEY_MAX = 1_024;

/** What keys of the large platforms look like, to say that the other platform's was copied. */
const LOOKS: readonly [RegExp, string][] = [
  [/^live_\d+_\w+/, 'Twitch'],
  [/^[a-z0-9]{4}(-[a-z0-9]{4}){3,4}$/, 'YouTube'],
];

export interface KeyRules {
  /** As the person knows it. */
  platform: string;
  /** The platform's name for the key, in lower case. */
  name?: string;
  /** An example key, shown to the person. */
  example: string;
  /** Other characters than those of most keys. */
  pattern?: { allows: RegExp; text: string };
  /** In characters. */
  longest?: number;
}

/** Checks a required key; null means that the stored one stays. */
export function checkKey(typed: string | null, rules: KeyRules): Checked<string | null> {
  if (typed === null) return { ok: true, value: null };
  const { platform, name = 'stream key', example, pattern, longest = KEY_MAX } = rules;
  const key = typed.trim();
  const refuse = (message: string): Checked<string> => ({ ok: false, field: 'streamKey', message });
  if (key === '') return refuse(`The ${name} is missing. It looks like ${example}.`);
  if (/^(https?:\/\/|www\.|youtu\.be\/|twitch\.tv\/)/i.test(key)) {
    return refuse(`This looks like a watch address, not a ${name}. It looks like ${example}.`);
  }
  if (/^[a-z]+:\/\//i.test(key)) {
    return refuse(
      `This is an address, not the ${name}. ${platform} shows the key next to it, such as ${example}.`,
    );
  }
  const other = LOOKS.find(([look, owner]) => owner !== platform && look.test(key))?.[1];
  if (other && LOOKS.some(([, owner]) => owner === platform)) {
    return refuse(
      `This looks like a ${name} of ${other}. ${platform} has one of its own, such as ${example}.`,
    );
  }
  if (key.length > longest)
    return refuse(`This ${name} has more than ${longest} characters. Copy only the ${name}.`);
  if (!(pattern?.allows ?? KEY).test(key)) {
    const allowed = pattern?.text ?? 'letters, digits and - _ . ~ ? = & / % : + @ ! , $ ( ) * ; #';
    return refuse(`A ${name} has only ${allowed}. Copy it again, without spaces.`);
  }
  return { ok: true, value: key };
}

/** Known fields only, trimmed, without empty ones; refuses unknown names. */
export function onlyFields(
  typed: Record<string, string>,
  names: string[],
  kind: 'settings' | 'secrets' = 'settings',
): Checked<Record<string, string>> {
  const unknown = Object.keys(typed).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    return {
      ok: false,
      field: `${kind}.${unknown.slice(0, 40)}`,
      message: 'This destination has no such setting.',
    };
  }
  // Addresses are the only settings that name a server.
  const trimmed = Object.entries(typed).map(
    ([name, value]) => [name, kind === 'settings' ? withAsciiHost(value.trim()) : value.trim()] as const,
  );
  // An empty secret deletes the stored one; an empty setting is left out.
  return {
    ok: true,
    value: Object.fromEntries(trimmed.filter(([, value]) => value !== '' || kind === 'secrets')),
  };
}

/** Tokens and API keys: base64 and what platforms put around it. */
const TOKEN = {
  allows: /^[A-Za-z0-9_\-.~+/=:]{0,512}$/,
  text: 'It has only letters, digits and - _ . ~ + / = :. Copy it again, without spaces.',
};

export function checkSecrets(
  typed: Record<string, string>,
  names: string[],
  { allows, text } = TOKEN,
): Checked<Record<string, string>> {
  const known = onlyFields(typed, names, 'secrets');
  if (!known.ok) return known;
  const wrong = Object.entries(known.value).find(([, value]) => !allows.test(value));
  return wrong ? { ok: false, field: `secrets.${wrong[0]}`, message: text } : known;
}

export function named(name: string, value: string): Record<string, string> {
  return value === '' ? {} : { [name]: value };
}

/** Name of the secret that every destination may have; others are named after their fields. */
export const STREAM_KEY = 'streamKey';

/**
 * The context that a destination's secret is sealed to (`SecretBox.seal`), the same for writer and reader.
 */
export function secretRow(destinationId: string, name: string): string {
  return name === STREAM_KEY ? `destination:${destinationId}` : `destination:${destinationId}:${name}`;
}
