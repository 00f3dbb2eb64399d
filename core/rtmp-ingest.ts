/**
 * An RTMP address taken apart as the protocol wants it. `app` and `playpath` may be secret, `target` is not.
 */
export interface Ingest {
  /** `rtmp://host:port`, the only part that may be in an argument list. */
  target: string;
  secure: boolean;
  app: string;
  /** The stream's name: the key. Empty where the path is the stream, as MediaMTX has it. */
  playpath: string;
  /** The address that the server gets as its own. */
  tcUrl: string;
}

/**
 * No white space, no quotes, no control characters: what platforms use in keys, and nothing that ends a line.
 */
const SAFE = /^[\x21-\x7e]{1,1024}$/;

/**
 * Joins server address and stream key, for the form that stores them and for the engine that sends, so that
 * what the one accepts the other can send to. The key goes last, as a path of its own; without a key the last
 * part of a path of two or more is it.
 *
 * @throws RangeError on anything but a plain rtmp(s) address and a key without white space; the message holds
 * neither
 */
export function parseIngest(url: string, key: string): Ingest {
  const match = /^(rtmps?):\/\/([\w.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?(\/[^\s]*)?$/i.exec(url);
  if (!match) throw new RangeError('not an rtmp:// or rtmps:// address');
  const [, typedScheme = '', host = '', port, rawPath = ''] = match;
  const scheme = typedScheme.toLowerCase();
  const split = key === '' ? splitPath(rawPath) : null;
  const app = split?.app ?? rawPath.replace(/^\/+|\/+$/g, '');
  const playpath = split?.key ?? key;
  if (!SAFE.test(app)) throw new RangeError('the address names no application after the host');
  if (playpath !== '' && !SAFE.test(playpath))
    throw new RangeError('the stream key holds characters that no key has');
  const target = `${scheme}://${host}${port ? `:${port}` : ''}`;
  return { target, secure: scheme === 'rtmps', app, playpath, tcUrl: `${target}/${app}` };
}

/**
 * The address of an application and what follows it, as `parseIngest` would send them without a key; null
 * where only an application follows the server.
 */
export function splitIngest(url: string): { address: string; key: string } | null {
  const match = /^(rtmps?:\/\/[^/?#\s]+)(\/[^\s]*)$/i.exec(url);
  const split = splitPath(match?.[2] ?? '');
  return split && { address: `${match?.[1] ?? ''}/${split.app}`, key: split.key };
}

/** A query belongs to the last part, and may hold slashes. */
function splitPath(path: string): { app: string; key: string } | null {
  const [, parts = '', query = ''] = /^([^?]*)(.*)$/.exec(path) ?? [];
  const trimmed = parts.replace(/^\/+|\/+$/g, '');
  const slash = trimmed.lastIndexOf('/');
  if (slash === -1) return null;
  return { app: trimmed.slice(0, slash).replace(/\/+$/, ''), key: trimmed.slice(slash + 1) + query };
}
