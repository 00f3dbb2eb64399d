import { checkKey, checkSecrets, named, onlyFields } from '../../core/stream-key';
import type { DestinationPlugin } from '../contract';
import { platform } from './platform';

const VIDEO_ID = /^[A-Za-z0-9_-]{11}$/;

/** From what people paste: the id itself, or one of the addresses of a YouTube video. */
function videoId(text: string): string | null {
  if (VIDEO_ID.test(text)) return text;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!/(^|\.)(youtube\.com|youtu\.be)$/.test(url.hostname)) return null;
  const found =
    url.searchParams.get('v') ?? /^\/video\/([^/]+)/.exec(url.pathname)?.[1] ?? url.pathname.split('/').pop();
  return VIDEO_ID.test(found ?? '') ? (found ?? null) : null;
}

export const youtube: DestinationPlugin = {
  id: 'youtube',
  label: 'YouTube',
  fields: [
    {
      name: 'videoId',
      label: 'Video',
      type: 'text',
      required: false,
      help: 'Address or id of the live video, so that viewers can watch it there. Not needed to stream.',
      placeholder: 'https://www.youtube.com/watch?v=…',
    },
    {
      name: 'apiKey',
      label: 'API key',
      type: 'secret',
      required: false,
      help: 'Of the YouTube Data API, from the Google Cloud console. Shows how many watch on YouTube; needs the video.',
    },
    {
      name: 'clientId',
      label: 'OAuth client id',
      type: 'text',
      required: false,
      help: 'With its secret and a refresh token for youtube.readonly, YouTube’s own health of the stream is shown.',
      placeholder: '1234-abcd.apps.googleusercontent.com',
    },
    {
      name: 'clientSecret',
      label: 'OAuth client secret',
      type: 'secret',
      required: false,
      help: 'Of the OAuth client above.',
    },
    {
      name: 'refreshToken',
      label: 'OAuth refresh token',
      type: 'secret',
      required: false,
      help: 'Of the channel’s account, for the OAuth client above.',
    },
  ],
  keyLabel: 'Stream key',
  keyHelp: 'YouTube Studio → Create → Go live → Stream: copy the stream key.',
  keyRequired: true,
  // support.google.com/youtube/answer/2853702: 720p30 and 1080p30 up to 8 Mbit/s, keyframes at most 4 s
  // apart.
  limits: {
    maxVideoKbps: 8000,
    maxKeyframeIntervalS: 4,
    maxFps: 60,
    maxHeight: 2160,
    audioRatesHz: [44_100, 48_000],
    maxAudioKbps: 384,
  },
  example: {
    settings: { videoId: 'dQw4w9WgXcQ', clientId: '1234-abcd.apps.googleusercontent.com' },
    streamKey: 'abcd-efgh-ijkl-mnop-qrst',
    secrets: { apiKey: 'AIza-example', clientSecret: 'GOCSPX-example', refreshToken: '1//example' },
  },
  check(given) {
    const known = onlyFields(given.settings, ['videoId', 'clientId']);
    if (!known.ok) return known;
    const secrets = checkSecrets(given.secrets, ['apiKey', 'clientSecret', 'refreshToken']);
    if (!secrets.ok) return secrets;
    const key = checkKey(given.streamKey, { platform: 'YouTube', example: 'abcd-efgh-ijkl-mnop-qrst' });
    if (!key.ok) return key;
    const { videoId: typed = '', clientId = '' } = known.value;
    const id = videoId(typed);
    if (typed !== '' && !id) {
      const channel = /\/(@|channel\/|c\/)/.test(typed);
      const message = channel
        ? 'This is the address of a channel. Open the live video and copy its address.'
        : 'This is no address of a YouTube video.';
      return { ok: false, field: 'settings.videoId', message };
    }
    if (!/^[\w.-]{0,200}$/.test(clientId)) {
      return { ok: false, field: 'settings.clientId', message: 'This is no OAuth client id. Copy it again.' };
    }
    const settings = { ...named('videoId', id ?? ''), ...named('clientId', clientId) };
    return { ok: true, value: { settings, streamKey: key.value, secrets: secrets.value } };
  },
  ingest: () => ({
    url: 'rtmps://a.rtmps.youtube.com/live2',
    backupUrl: 'rtmps://b.rtmps.youtube.com/live2?backup=1',
  }),
  watch(settings, host) {
    if (!settings.videoId) return null;
    return {
      playerUrl: `https://www.youtube.com/embed/${settings.videoId}?playsinline=1`,
      chatUrl: `https://www.youtube.com/live_chat?v=${settings.videoId}&embed_domain=${host}`,
      delayS: 8,
    };
  },
  explain(error) {
    if (/403|unauthorized|NetStream\.Publish\.(BadName|Denied)/i.test(error)) {
      return 'YouTube refused the stream key. Copy it again from YouTube Studio, under Go live → Stream.';
    }
    if (/Input\/output error|I\/O error|Connection reset|Broken pipe|End of file/i.test(error)) {
      return 'YouTube closed the connection. Check that the key belongs to a stream that is not over, and that live streaming is switched on for the channel.';
    }
    return null;
  },
  studio: { label: 'YouTube Studio', url: 'https://studio.youtube.com/' },
  // A stream with "auto-start" goes public with the first picture.
  test: { pictures: 'asked' },
  platform,
};
