import { parseIngestAddress } from '../../core/address';
import { OWN_SERVER_LIMITS } from '../../core/encoding';
import { checkKey, checkSecrets, named, onlyFields } from '../../core/stream-key';
import type { DestinationPlugin, Given } from '../contract';

/** SRT's own limits: a stream id of at most 512 characters, a passphrase of 10 to 79. */
const STREAM_ID = /^[A-Za-z0-9_\-.~?=&/%#!:,@+]{1,512}$/;
const PASSPHRASE = /^.{10,79}$/;
/** People think it up, as they do passwords. It reaches ffmpeg as one line of a file. */
const PASSPHRASE_SIGNS = {
  allows: /^[ -~]*$/,
  text: 'A passphrase has letters, digits, spaces and the signs of an English keyboard.',
};
/** ms in which lost packets are sent again; 120 is SRT's own default, for networks inside a city. */
const LATENCIES = [
  ['200', '0.2 s: a good line in one country'],
  ['500', '0.5 s: mobile networks'],
  ['1000', '1 s: other continents'],
  ['2000', '2 s: bad lines'],
] as const;

/**
 * Servers show all of it as one address: `srt://host:port?streamid=…&passphrase=…`. The secret parts must not
 * stay in it.
 */
function apart({ settings, streamKey, secrets }: Given): Given {
  const typed = settings.url ?? '';
  const at = typed.indexOf('?');
  if (at === -1) return { settings, streamKey, secrets };
  const query = new URLSearchParams(typed.slice(at + 1));
  const passphrase = query.get('passphrase');
  return {
    settings: { ...settings, url: typed.slice(0, at) },
    streamKey: streamKey || (query.get('streamid') ?? streamKey),
    secrets: passphrase === null || secrets.passphrase ? secrets : { ...secrets, passphrase },
  };
}

export const srt: DestinationPlugin = {
  id: 'srt',
  label: 'SRT server',
  fields: [
    {
      name: 'url',
      label: 'Address',
      type: 'url',
      required: true,
      help: 'Begins with srt:// and ends with the port of a server that waits for calls (listener).',
      placeholder: 'srt://live.example.org:9000',
    },
    {
      name: 'latency',
      label: 'Time for lost packets',
      type: 'select',
      required: false,
      help: 'How long lost packets are sent again. Longer is safer and later.',
      options: LATENCIES.map(([value, label]) => ({ value, label })),
    },
    {
      name: 'passphrase',
      label: 'Passphrase',
      type: 'secret',
      required: false,
      help: 'Where the server wants the stream encrypted, 10 to 79 characters.',
    },
  ],
  keyLabel: 'Stream id',
  keyHelp: 'What the server asks for as stream id or streamid. Some need none.',
  keyRequired: false,
  limits: OWN_SERVER_LIMITS,
  example: {
    settings: { url: 'srt://live.example.org:9000', latency: '500' },
    streamKey: '#!::r=live/match-1,m=publish',
    secrets: { passphrase: 'an-example-passphrase' },
  },
  check(given) {
    const known = onlyFields(given.settings, ['url', 'latency']);
    if (!known.ok) return known;
    const typed = apart({ ...given, settings: known.value });
    const refuse = (message: string) => ({ ok: false, field: 'settings.url', message }) as const;
    const { url, latency = '' } = typed.settings;
    if (url === undefined)
      return refuse('The address is missing. It looks like srt://live.example.org:9000.');
    const parsed = parseIngestAddress(url, { allowPrivate: true });
    if (!parsed.ok) return refuse(parsed.message);
    if (parsed.value.protocol !== 'srt') {
      return refuse('This is an RTMP address. Choose RTMP server as the kind of destination.');
    }
    if (latency !== '' && !LATENCIES.some(([value]) => value === latency)) {
      return { ok: false, field: 'settings.latency', message: 'Choose one of the times that are offered.' };
    }
    const secrets = checkSecrets(typed.secrets, ['passphrase'], PASSPHRASE_SIGNS);
    if (!secrets.ok) return secrets;
    const { passphrase = '' } = secrets.value;
    if (passphrase !== '' && !PASSPHRASE.test(passphrase)) {
      return {
        ok: false,
        field: 'secrets.passphrase',
        message: 'A passphrase of SRT has 10 to 79 characters.',
      };
    }
    const settings = { url: url.replace(/\/+$/, ''), ...named('latency', latency) };
    const value = { settings, secrets: secrets.value };
    if (typed.streamKey?.trim() === '') return { ok: true, value: { ...value, streamKey: '' } };
    const key = checkKey(typed.streamKey, {
      platform: 'The server',
      name: 'stream id',
      example: '#!::r=live/match-1,m=publish',
      longest: 512,
      pattern: { allows: STREAM_ID, text: 'letters, digits and - _ . ~ ? = & / % # ! : , @ +' },
    });
    return key.ok ? { ok: true, value: { ...value, streamKey: key.value } } : key;
  },
  ingest: ({ url = '', latency = '200' }) => ({ url, backupUrl: null, options: { latencyMs: latency } }),
  watch: () => null,
  studio: null,
  // SRT has no handshake with the server's application before pictures.
  test: { pictures: 'always' },
  explain(error) {
    return /NetStream\.Publish\.(BadName|Denied)|reject|secret/i.test(error)
      ? 'The server refused stream id or passphrase. Check both, and that it waits for a caller.'
      : null;
  },
};
