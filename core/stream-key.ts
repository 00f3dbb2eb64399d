/** The value, or which field is wrong and why, as a sentence for the person who typed it. */
type Checked<T> = { ok: true; value: T } | { ok: false; field: string; message: string };

/** What a stream key may hold (safety T14): nothing that a shell, a filter or ffmpeg's tee could take for its own. */
const KEY = /^[A-Za-z0-9_\-.~?=&/%]{1,256}$/;

/** Checks a key that must be there. `example` is how the platform's keys look. */
export function checkKey(typed: string, platform: string, example: string): Checked<string> {
  const key = typed.trim();
  const fault = (message: string): Checked<string> => ({ ok: false, field: 'streamKey', message });
  if (key === '') return fault(`The stream key is missing. It looks like ${example}.`);
  if (/^[a-z]+:\/\//i.test(key)) {
    return fault(
      `This is an address, not the stream key. ${platform} shows the key beside it, such as ${example}.`,
    );
  }
  if (!KEY.test(key)) {
    return fault(
      'A stream key has only letters, digits and - _ . ~ ? = & / %. Copy it again, without spaces.',
    );
  }
  return { ok: true, value: key };
}

/** Settings with only the fields that are known, trimmed; a fault for one that is not. */
export function onlyFields(
  settings: Record<string, string>,
  names: string[],
): Checked<Record<string, string>> {
  const unknown = Object.keys(settings).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    return {
      ok: false,
      field: `settings.${unknown.slice(0, 40)}`,
      message: 'This destination has no such setting.',
    };
  }
  const trimmed = Object.entries(settings).map(([name, value]) => [name, value.trim()] as const);
  return { ok: true, value: Object.fromEntries(trimmed.filter(([, value]) => value !== '')) };
}

/** One setting, left out when it is empty. */
export function named(name: string, value: string): Record<string, string> {
  return value === '' ? {} : { [name]: value };
}
