import { z } from 'zod';
import { checkKey, checkSecrets, named, onlyFields } from '../../core/stream-key';
import type { DestinationPlugin, PlatformReading } from '../contract';

const CHANNEL = /^[A-Za-z0-9_]{3,25}$/;

const EARLY_S = 60;
const Token = z.object({ access_token: z.string(), expires_in: z.number() });
const Streams = z.object({ data: z.array(z.object({ type: z.string(), viewer_count: z.number() })) });

/**
 * Viewers, and whether Twitch shows the stream at all; its API does not report the quality.
 * dev.twitch.tv/docs/api/reference.
 */
const platform: PlatformReading = {
  hosts: ['api.twitch.tv', 'id.twitch.tv'],
  canAsk: ({ settings, secrets }) => Boolean(settings.channel && settings.clientId && secrets.clientSecret),
  async read(api, { settings, secrets }) {
    const clientId = settings.clientId ?? '';
    const token = await api.cached('app token', async () => {
      const answer = Token.parse(
        await api.postForm('https://id.twitch.tv/oauth2/token', {
          client_id: clientId,
          client_secret: secrets.clientSecret ?? '',
          grant_type: 'client_credentials',
        }),
      );
      return { value: answer.access_token, forS: answer.expires_in - EARLY_S };
    });
    const query = new URLSearchParams({ user_login: settings.channel ?? '' });
    const { data } = Streams.parse(
      await api.getJson(`https://api.twitch.tv/helix/streams?${query}`, {
        'client-id': clientId,
        authorization: `Bearer ${token}`,
      }),
    );
    const stream = data.find(({ type }) => type === 'live');
    if (!stream) {
      const message =
        'Twitch does not show the stream. It takes up to a minute; then check that key and channel belong together.';
      return { health: 'none', viewers: null, message };
    }
    return { health: null, viewers: stream.viewer_count, message: null };
  },
};

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
    {
      name: 'clientId',
      label: 'App client id',
      type: 'text',
      required: false,
      help: 'Of an app from dev.twitch.tv. With its secret, it is shown how many watch on Twitch; needs the channel.',
    },
    {
      name: 'clientSecret',
      label: 'App client secret',
      type: 'secret',
      required: false,
      help: 'Of the app above.',
    },
  ],
  keyLabel: 'Stream key',
  keyHelp: 'Twitch → Creator Dashboard → Settings → Stream: copy the primary stream key.',
  keyRequired: true,
  // help.twitch.tv, "Broadcasting guidelines": 6 Mbit/s, 1080p60, keyframes every 2 s, AAC up to 160 kbit/s.
  limits: {
    maxVideoKbps: 6000,
    maxKeyframeIntervalS: 2,
    maxFps: 60,
    maxHeight: 1080,
    audioRatesHz: [44_100, 48_000],
    maxAudioKbps: 160,
  },
  example: {
    settings: { channel: 'mychannel', clientId: 'abcdefghij0123456789' },
    streamKey: 'live_123456789_AbCdEfGh',
    secrets: { clientSecret: 'example0123456789' },
  },
  check(given) {
    const known = onlyFields(given.settings, ['channel', 'clientId']);
    if (!known.ok) return known;
    const secrets = checkSecrets(given.secrets, ['clientSecret']);
    if (!secrets.ok) return secrets;
    const key = checkKey(given.streamKey, { platform: 'Twitch', example: 'live_123456789_AbCd' });
    if (!key.ok) return key;
    const { clientId = '' } = known.value;
    const channel = (known.value.channel ?? '')
      .replace(/^(https:\/\/)?(www\.)?twitch\.tv\//, '')
      .replace(/\/$/, '');
    if (channel !== '' && !CHANNEL.test(channel)) {
      return { ok: false, field: 'settings.channel', message: 'This is no name of a Twitch channel.' };
    }
    if (!/^[A-Za-z0-9]{0,60}$/.test(clientId)) {
      return {
        ok: false,
        field: 'settings.clientId',
        message: 'This is no client id of a Twitch app. Copy it again.',
      };
    }
    const settings = { ...named('channel', channel), ...named('clientId', clientId) };
    return { ok: true, value: { settings, streamKey: key.value, secrets: secrets.value } };
  },
  // Twitch redirects each connection to a near ingest automatically.
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
  studio: { label: 'Creator Dashboard', url: 'https://dashboard.twitch.tv/stream-manager' },
  // help.twitch.tv, "Twitch Inspector": with this after the key a stream is measured and not shown.
  test: { pictures: 'free', key: (streamKey) => `${streamKey}?bandwidthtest=true` },
  platform,
};
