/**
 * An RTMP address taken apart as the protocol wants it. `app` and `playpath` may be secret, `target` is not.
 */
export interface Ingest {
  /** `rtmp://host:port`, the only part that may be in an argument list. */
  target: string;
  secure: boolean;
  app: string;
  playpath: string;
  /** The address that the server gets as its own. */
  tcUrl: string;
}

/**
 * No white space, no quotes, no control characters: what platforms use in keys, and nothing that ends a line.
 */
const SAFE = /^[\x21-\x7e]{1,512}$/;

/**
 * Joins server address and stream key. The key goes last, as a path of its own; without a key the last part
 * of the path is it.
 *
 * @throws RangeError on anything but a plain rtmp(s) address and a key without white space; the message holds
 * neither
 */
export function parseIngest(url: string, key: string): Ingest {
  const match = /^(rtmps?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?(\/[^\s]*)?$/.exec(url);
  if (!match) throw new RangeError('not an rtmp:// or rtmps:// address');
  const [, scheme = '', host = '', port, rawPath = ''] = match;
  let path = rawPath.replace(/^\/+/, '').replace(/\/+$/, '');
  let playpath = key;
  if (playpath === '') {
    const slash = path.lastIndexOf('/');
    playpath = slash === -1 ? '' : path.slice(slash + 1);
    path = slash === -1 ? path : path.slice(0, slash);
  }
  if (!SAFE.test(path)) throw new RangeError('the address names no application after the host');
  if (!SAFE.test(playpath))
    throw new RangeError('the stream key is missing or holds characters that no key has');
  const target = `${scheme}://${host}${port ? `:${port}` : ''}`;
  return { target, secure: scheme === 'rtmps', app: path, playpath, tcUrl: `${target}/${path}` };
}
