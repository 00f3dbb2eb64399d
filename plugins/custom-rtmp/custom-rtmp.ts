import { parseIngestAddress } from '../../core/address';
import { OWN_SERVER_LIMITS } from '../../core/encoding';
import { parseIngest, splitIngest } from '../../core/rtmp-ingest';
import { checkKey, checkSecrets, named, onlyFields, TOKEN_KEY_MAX } from '../../core/stream-key';
import type { Checked, DestinationPlugin } from '../contract';

/** The settings as they were before a change; empty for a new destination. */
type Stored = Readonly<Record<string, string>>;

interface Typed {
  url: string;
  streamKey: string | null;
}

/** A slash at the end says nothing, but in a query it belongs to the key. */
const withoutSlash = (url: string): string => (url.includes('?') ? url : url.replace(/\/+$/, ''));

/** Where a platform's page or API shows an address with a place for the key, such as `/app/{stream_key}`. */
const PLACEHOLDER = /\/(?:\{[^/{}]*\}|<[^/<>]*>)$/;
const bare = (typed: string): string => withoutSlash(typed.replace(PLACEHOLDER, ''));

/**
 * People paste address and key in one, also over the address of last week. The key must not stay in the
 * address, which the crew reads: without a typed key, the last part of a path that has more than the
 * application is the key. Not so the stored address, nor the stored application at another server.
 */
function apart(typed: string, streamKey: string | null, stored: Stored): Typed {
  const url = bare(typed);
  const split = splitIngest(url);
  if (!split) return { url, streamKey };
  if (streamKey) {
    const ends = split.key === streamKey || split.address === stored.url;
    return { url: ends ? split.address : url, streamKey };
  }
  const known = url === stored.url || split.key === splitIngest(stored.url ?? '')?.key;
  return streamKey === null && known ? { url, streamKey } : { url: split.address, streamKey: split.key };
}

const refuse = (field: 'url' | 'backupUrl', message: string) =>
  ({ ok: false, field: `settings.${field}`, message }) as const;

/** @param url what is left of `typed` without its key */
function checkUrl(field: 'url' | 'backupUrl', typed: string, url: string): Checked<string> {
  if (/^https?:\/\//i.test(typed)) {
    return refuse(
      field,
      'This is the address of a web page. The ingest address begins with rtmp:// or rtmps://.',
    );
  }
  if (/^srt:\/\//i.test(typed))
    return refuse(field, 'This is an SRT address. Choose SRT server as the kind of destination.');
  // Private addresses depend on the installation's setting and not on the form; see plugins/address.
  const parsed = parseIngestAddress(url, { allowPrivate: true });
  if (!parsed.ok) return refuse(field, parsed.message);
  const { path } = parsed.value;
  if (path.includes('?')) {
    return refuse(
      field,
      'Put the part from the question mark on into the stream key, at its end, as in match-1?token=abc: there it is hidden, and servers read it there too.',
    );
  }
  if (/^\/*$/.test(path))
    return refuse(field, 'The application is missing: the address ends with it, as in /live or /app.');
  return canSend(url) ? { ok: true, value: url } : refuse(field, 'The name of the server is not valid.');
}

/** Nothing is stored that the engine would not take. */
function canSend(url: string): boolean {
  try {
    parseIngest(url, '');
    return true;
  } catch {
    return false;
  }
}

/**
 * The second server, '' for none. A key that was pasted with it is removed; one that cannot be compared,
 * because it is stored, is refused.
 */
function checkBackup(typed: string, first: Typed, stored: Stored): Checked<string> {
  if (typed === '') return { ok: true, value: '' };
  const address = bare(typed);
  const tail = first.streamKey ? `/${first.streamKey}` : null;
  const url = tail !== null && address.endsWith(tail) ? address.slice(0, -tail.length) : address;
  if (url === first.url)
    return refuse('backupUrl', 'This is the first address again. Leave it empty without a second server.');
  const checked = checkUrl('backupUrl', typed, url);
  if (!checked.ok || url === stored.backupUrl) return checked;
  if (parts(url) > parts(first.url)) {
    return refuse(
      'backupUrl',
      'Leave the stream key out of it: the backup server takes the key of the first.',
    );
  }
  return first.streamKey === null && mayEndWithKey(url, first.url)
    ? refuse('backupUrl', WHICH_IS_IT)
    : checked;
}

/**
 * Both have an application of two parts, of which the second differs: it may be another application, or the
 * stream key, which cannot be compared while it is only stored.
 */
function mayEndWithKey(url: string, known: string): boolean {
  const [one, other] = [splitIngest(url), splitIngest(known)];
  return one !== null && other !== null && one.key !== other.key;
}

const WHICH_IS_IT =
  'Its last part may be the application or the stream key. Leave the key out, and type it once more in its own field: then that is clear.';

const parts = (url: string): number => url.split('/').length;

export const customRtmp: DestinationPlugin = {
  id: 'custom-rtmp',
  label: 'RTMP server',
  fields: [
    {
      name: 'url',
      label: 'Address',
      type: 'url',
      required: true,
      help: 'Begins with rtmp:// or rtmps:// and ends with the application, without the stream key.',
      placeholder: 'rtmps://live.example.org/app',
    },
    {
      name: 'backupUrl',
      label: 'Backup address',
      type: 'url',
      required: false,
      help: 'A second server that takes the same key. The program goes there when the first one does not take it.',
      placeholder: 'rtmps://backup.example.org/app',
    },
  ],
  keyLabel: 'Stream key',
  keyHelp: 'The stream key or stream name that the server asks for. Some need none.',
  keyRequired: false,
  limits: OWN_SERVER_LIMITS,
  example: {
    settings: { url: 'rtmp://live.example.org/app', backupUrl: 'rtmp://backup.example.org/app' },
    streamKey: 'match-1',
    secrets: {},
  },
  check({ settings, streamKey, secrets }, stored = {}) {
    const known = onlyFields(settings, ['url', 'backupUrl']);
    if (!known.ok) return known;
    const none = checkSecrets(secrets, []);
    if (!none.ok) return none;
    const { url: typed, backupUrl: typedBackup = '' } = known.value;
    if (typed === undefined)
      return refuse('url', 'The address is missing. It begins with rtmp:// or rtmps://.');
    if (streamKey === null && mayEndWithKey(bare(typed), stored.url ?? '')) return refuse('url', WHICH_IS_IT);
    const split = apart(typed, streamKey?.trim() ?? null, stored);
    const url = checkUrl('url', typed, split.url);
    if (!url.ok) return url;
    const backup = checkBackup(typedBackup, split, stored);
    if (!backup.ok) return backup;
    const value = { settings: { url: url.value, ...named('backupUrl', backup.value) }, secrets: {} };
    if (split.streamKey === '') return { ok: true, value: { ...value, streamKey: '' } };
    const key = checkKey(split.streamKey, {
      platform: 'The server',
      example: 'match-1',
      longest: TOKEN_KEY_MAX,
    });
    return key.ok ? { ok: true, value: { ...value, streamKey: key.value } } : key;
  },
  ingest: ({ url = '', backupUrl = null }) => ({ url, backupUrl }),
  watch: () => null,
  studio: null,
  test: { pictures: 'free' },
  explain(error) {
    if (/403|unauthorized|NetStream\.Publish\.(BadName|Denied)|Server error/i.test(error)) {
      return 'The server refused the stream key. Check address and key.';
    }
    return null;
  },
};
