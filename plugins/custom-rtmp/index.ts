import { parseIngestAddress } from '../../core/address';
import type { DestinationPlugin, EncodingLimits } from '../contract';
import { differences } from '../../core/encoding-limits';
import { checkKey, onlyFields } from '../../core/stream-key';

/** No limit is known of somebody's own server; these are far above what the program is ever encoded as. */
const LIMITS: EncodingLimits = {
  maxVideoKbps: 50_000,
  maxKeyframeIntervalS: 10,
  audioRatesHz: [44_100, 48_000],
  maxAudioKbps: 512,
};

/**
 * People paste address and key in one. The key must not stay in the address, which is shown: where no key was typed
 * and the path has more than the application, its last part is the key.
 */
function apart(url: string, streamKey: string): { url: string; streamKey: string } {
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
  keyHelp: 'The stream key or stream name that the server asks for. Some need none.',
  keyRequired: false,
  limits: LIMITS,
  check(settings, streamKey) {
    const known = onlyFields(settings, ['url']);
    if (!known.ok) return known;
    const fault = (message: string) => ({ ok: false, field: 'settings.url', message }) as const;
    const typed = known.value.url;
    if (typed === undefined) return fault('The address is missing. It begins with rtmp:// or rtmps://.');
    if (/^https?:\/\//i.test(typed)) {
      return fault('This is the address of a web page. The ingest address begins with rtmp:// or rtmps://.');
    }
    const split = apart(typed, streamKey.trim());
    // Whether it may be private is the installation's setting and not the form's; see plugins/address.
    const parsed = parseIngestAddress(split.url, { allowPrivate: true });
    if (!parsed.ok) return fault(parsed.message);
    if (parsed.value.path.includes('?')) {
      return fault('Put the part from the question mark on into the stream key; it is a secret.');
    }
    if (split.streamKey === '') return { ok: true, value: { settings: { url: split.url }, streamKey: '' } };
    const key = checkKey(split.streamKey, 'The server', 'match-1');
    if (!key.ok) return key;
    return { ok: true, value: { settings: { url: split.url }, streamKey: key.value } };
  },
  ingest: (settings) => ({ url: settings.url ?? '', backupUrl: null }),
  watch: () => null,
  explain(error) {
    if (/403|unauthorized|NetStream\.Publish\.(BadName|Denied)|Server error/i.test(error)) {
      return 'The server refused the stream key. Check address and key.';
    }
    return null;
  },
  suits: (profile) => differences('The server', LIMITS, profile),
};
