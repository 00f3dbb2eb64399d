import type { DestinationPlugin, EncodingLimits } from '../contract';
import { differences } from '../../core/encoding-limits';
import { checkKey, named, onlyFields } from '../../core/stream-key';

/** help.twitch.tv, "Broadcasting guidelines": 6 Mbit/s, keyframes every 2 s, AAC up to 160 kbit/s. */
const LIMITS: EncodingLimits = {
  maxVideoKbps: 6000,
  maxKeyframeIntervalS: 2,
  audioRatesHz: [44_100, 48_000],
  maxAudioKbps: 160,
};

const CHANNEL = /^[A-Za-z0-9_]{3,25}$/;

export const twitch: DestinationPlugin = {
  id: 'twitch',
  label: 'Twitch',
  fields: [
    {
      name: 'channel',
      label: 'Channel',
      type: 'text',
      required: false,
      help: 'Name of the channel, so that viewers can watch it there. Not needed to stream.',
      placeholder: 'mychannel',
    },
  ],
  keyHelp: 'Twitch → Creator Dashboard → Settings → Stream: copy the primary stream key.',
  keyRequired: true,
  limits: LIMITS,
  check(settings, streamKey) {
    const known = onlyFields(settings, ['channel']);
    if (!known.ok) return known;
    const key = checkKey(streamKey, 'Twitch', 'live_123456789_AbCd');
    if (!key.ok) return key;
    const channel = (known.value.channel ?? '').replace(/^https:\/\/(www\.)?twitch\.tv\//, '');
    if (channel !== '' && !CHANNEL.test(channel)) {
      return { ok: false, field: 'settings.channel', message: 'This is no name of a Twitch channel.' };
    }
    return { ok: true, value: { settings: named('channel', channel), streamKey: key.value } };
  },
  // Twitch sends each connection on to a near ingest by itself.
  ingest: () => ({ url: 'rtmp://live.twitch.tv/app', backupUrl: null }),
  watch(settings, host) {
    if (!settings.channel) return null;
    return {
      playerUrl: `https://player.twitch.tv/?channel=${settings.channel}&parent=${host}`,
      chatUrl: `https://www.twitch.tv/embed/${settings.channel}/chat?parent=${host}`,
      delayS: 5,
    };
  },
  explain(error) {
    if (/403|unauthorized|NetStream\.Publish\.(BadName|Denied)|Server error/i.test(error)) {
      return 'Twitch refused the stream key. Copy it again from the Creator Dashboard, under Settings → Stream.';
    }
    if (/Input\/output error|I\/O error|Connection reset|Broken pipe|End of file/i.test(error)) {
      return 'Twitch closed the connection. A wrong stream key and another stream on the same channel look like this.';
    }
    return null;
  },
  suits: (profile) => differences('Twitch', LIMITS, profile),
};
