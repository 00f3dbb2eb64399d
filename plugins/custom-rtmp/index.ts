import { parseIngestAddress } from '../../core/address';
import { OWN_SERVER_LIMITS } from '../../core/encoding';
import { checkKey, checkSecrets, named, onlyFields } from '../../core/stream-key';
import type { Checked, DestinationPlugin } from '../contract';

/**
 * People paste address and key in one. The key must not stay in the address, which is shown: without a typed
 * key, the last part of a path that has more than the application is the key.
 */
function apart(url: string, streamKey: string | null): { url: string; streamKey: string | null } {
  const match = /^(rtmps?:\/\/[^/]+(?:\/[^/]+)+)\/([^/]+)\/?$/i.exec(url);
  if (streamKey !== '' || !match?.[1] || !match[2]) return { url: url.replace(/\/+$/, ''), streamKey };
  return { url: match[1], streamKey: match[2] };
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
  if (parsed.value.path.includes('?'))
    return refuse(field, 'Put the part from the question mark on into the stream key; it is a secret.');
  return { ok: true, value: url };
}

/** The second server, '' for none. A key that was pasted with it is removed. */
function checkBackup(typed: string, first: { url: string; streamKey: string | null }): Checked<string> {
  if (typed === '') return { ok: true, value: '' };
  const bare = typed.replace(/\/+$/, '');
  const tail = first.streamKey ? `/${first.streamKey}` : null;
  const url = tail !== null && bare.endsWith(tail) ? bare.slice(0, -tail.length) : bare;
  if (url === first.url)
    return refuse('backupUrl', 'This is the first address again. Leave it empty without a second server.');
  return checkUrl('backupUrl', typed, url);
}

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
  check({ settings, streamKey, secrets }) {
    const known = onlyFields(settings, ['url', 'backupUrl']);
    if (!known.ok) return known;
    const none = checkSecrets(secrets, []);
    if (!none.ok) return none;
    const { url: typed, backupUrl: typedBackup = '' } = known.value;
    if (typed === undefined)
      return refuse('url', 'The address is missing. It begins with rtmp:// or rtmps://.');
    const split = apart(typed, streamKey?.trim() ?? null);
    const url = checkUrl('url', typed, split.url);
    if (!url.ok) return url;
    const backup = checkBackup(typedBackup, split);
    if (!backup.ok) return backup;
    const value = { settings: { url: url.value, ...named('backupUrl', backup.value) }, secrets: {} };
    if (split.streamKey === '') return { ok: true, value: { ...value, streamKey: '' } };
    const key = checkKey(split.streamKey, { platform: 'The server', example: 'match-1' });
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
