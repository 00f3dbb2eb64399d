/** The value, or which field is wrong and why, as a sentence for the person who typed it. */
type Checked<T> = { ok: true; value: T } | { ok: false; field: string; message: string };

/**
 * What a stream key may hold (safety T14): nothing that a shell, a filter or ffmpeg's tee could take for its
 * own.
 */
const KEY = /^[A-Za-z0-9_\-.~?=&/%]{1,256}$/;

/** How keys of the large platforms look, to tell a person that they copied the other one's. */
const LOOKS: readonly [RegExp, string][] = [
  [/^live_\d+_\w+/, 'Twitch'],
  [/^[a-z0-9]{4}(-[a-z0-9]{4}){3,4}$/, 'YouTube'],
];

export interface KeyRules {
  /** As the person knows it. */
  platform: string;
  /** What the platform calls it, in lower case. */
  name?: string;
  /** How its keys look; shown to the person. */
  example: string;
  /** Other characters than those of most keys. */
  pattern?: { allows: RegExp; text: string };
}

/** Checks a key that must be there; null is one that is there already and stays. */
export function checkKey(typed: string | null, rules: KeyRules): Checked<string | null> {
  if (typed === null) return { ok: true, value: null };
  const { platform, name = 'stream key', example, pattern } = rules;
  const key = typed.trim();
  const fault = (message: string): Checked<string> => ({ ok: false, field: 'streamKey', message });
  if (key === '') return fault(`The ${name} is missing. It looks like ${example}.`);
  if (/^(https?:\/\/|www\.|youtu\.be\/|twitch\.tv\/)/i.test(key)) {
    return fault(`This looks like a watch address, not a ${name}. It looks like ${example}.`);
  }
  if (/^[a-z]+:\/\//i.test(key)) {
    return fault(
      `This is an address, not the ${name}. ${platform} shows the key beside it, such as ${example}.`,
    );
  }
  const other = LOOKS.find(([look, owner]) => owner !== platform && look.test(key))?.[1];
  if (other && LOOKS.some(([, owner]) => owner === platform)) {
    return fault(
      `This looks like a ${name} of ${other}. ${platform} has one of its own, such as ${example}.`,
    );
  }
  if (!(pattern?.allows ?? KEY).test(key)) {
    const allowed = pattern?.text ?? 'letters, digits and - _ . ~ ? = & / %';
    return fault(`A ${name} has only ${allowed}. Copy it again, without spaces.`);
  }
  return { ok: true, value: key };
}

/**
 * Fields with only the names that are known, trimmed, without empty ones; a fault for one that is not known.
 */
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
  const trimmed = Object.entries(typed).map(([name, value]) => [name, value.trim()] as const);
  // An empty secret takes the stored one away; an empty setting is none.
  return {
    ok: true,
    value: Object.fromEntries(trimmed.filter(([, value]) => value !== '' || kind === 'secrets')),
  };
}

/** What tokens and API keys hold: base64 and what platforms put around it. */
const TOKEN = /^[A-Za-z0-9_\-.~+/=:]{0,512}$/;

/** Checks API keys, tokens and passwords by name. */
export function checkSecrets(
  typed: Record<string, string>,
  names: string[],
): Checked<Record<string, string>> {
  const known = onlyFields(typed, names, 'secrets');
  if (!known.ok) return known;
  const wrong = Object.entries(known.value).find(([, value]) => !TOKEN.test(value));
  if (!wrong) return known;
  return {
    ok: false,
    field: `secrets.${wrong[0]}`,
    message: 'It has only letters, digits and - _ . ~ + / = :. Copy it again, without spaces.',
  };
}

/** One setting, left out when it is empty. */
export function named(name: string, value: string): Record<string, string> {
  return value === '' ? {} : { [name]: value };
}
