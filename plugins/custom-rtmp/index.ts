import { parseIngestAddress } from '../../core/address';
import { checkKey, checkSecrets, onlyFields } from '../../core/stream-key';
import type { DestinationPlugin } from '../contract';

/**
 * People paste address and key in one. The key must not stay in the address, which is shown: where no key was typed
 * and the path has more than the application, its last part is the key.
 */
function apart(url: string, streamKey: string | null): { url: string; streamKey: string | null } {
  const match = /^(rtmps?:\/\/[^/]+(?:\/[^/]+)+)\/([^/]+)\/?$/i.exec(url);
  if (streamKey !== '' || !match?.[1] || !match[2]) return { url: url.replace(/\/+$/, ''), streamKey };
  return { url: match[1], streamKey: match[2] };
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
  ],
  keyLabel: 'Stream key',
  keyHelp: 'The stream key or stream name that the server asks for. Some need none.',
  keyRequired: false,
  // No limit is known of somebody's own server; these are far above what the program is ever encoded as.
  limits: {
    maxVideoKbps: 50_000,
    maxKeyframeIntervalS: 10,
    maxFps: 60,
    maxHeight: 2160,
    audioRatesHz: [44_100, 48_000],
    maxAudioKbps: 512,
  },
  example: { settings: { url: 'rtmp://live.example.org/app' }, streamKey: 'match-1', secrets: {} },
  check({ settings, streamKey, secrets }) {
    const known = onlyFields(settings, ['url']);
    if (!known.ok) return known;
    const none = checkSecrets(secrets, []);
    if (!none.ok) return none;
    const fault = (message: string) => ({ ok: false, field: 'settings.url', message }) as const;
    const typed = known.value.url;
    if (typed === undefined) return fault('The address is missing. It begins with rtmp:// or rtmps://.');
    if (/^https?:\/\//i.test(typed)) {
      return fault('This is the address of a web page. The ingest address begins with rtmp:// or rtmps://.');
    }
    if (/^srt:\/\//i.test(typed))
      return fault('This is an SRT address. Choose SRT server as the kind of destination.');
    const split = apart(typed, streamKey?.trim() ?? null);
    // Whether it may be private is the installation's setting and not the form's; see plugins/address.
    const parsed = parseIngestAddress(split.url, { allowPrivate: true });
    if (!parsed.ok) return fault(parsed.message);
    if (parsed.value.path.includes('?')) {
      return fault('Put the part from the question mark on into the stream key; it is a secret.');
    }
    const value = { settings: { url: split.url }, secrets: {} };
    if (split.streamKey === '') return { ok: true, value: { ...value, streamKey: '' } };
    const key = checkKey(split.streamKey, { platform: 'The server', example: 'match-1' });
    return key.ok ? { ok: true, value: { ...value, streamKey: key.value } } : key;
  },
  ingest: (settings) => ({ url: settings.url ?? '', backupUrl: null }),
  watch: () => null,
  explain(error) {
    if (/403|unauthorized|NetStream\.Publish\.(BadName|Denied)|Server error/i.test(error)) {
      return 'The server refused the stream key. Check address and key.';
    }
    return null;
  },
};
