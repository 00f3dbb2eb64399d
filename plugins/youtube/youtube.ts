import { z } from 'zod';
import { checkKey, checkSecrets, named, onlyFields } from '../../core/stream-key';
import type {
  DestinationPlugin,
  PlatformAnswer,
  PlatformApi,
  PlatformQuestion,
  PlatformReading,
} from '../contract';

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

const API = 'https://www.googleapis.com/youtube/v3';
const TOKENS = 'https://oauth2.googleapis.com/token';
/** Seconds before its end at which a token is renewed. */
const EARLY_S = 60;

const Videos = z.object({
  items: z.array(
    z.object({ liveStreamingDetails: z.object({ concurrentViewers: z.string().optional() }).optional() }),
  ),
});
const Token = z.object({ access_token: z.string(), expires_in: z.number() });
const Broadcasts = z.object({
  items: z.array(z.object({ contentDetails: z.object({ boundStreamId: z.string().optional() }) })),
});
const Streams = z.object({
  items: z.array(
    z.object({
      status: z.object({
        streamStatus: z.string(),
        healthStatus: z
          .object({
            status: z.string(),
            configurationIssues: z
              .array(z.object({ severity: z.string(), description: z.string() }))
              .optional(),
          })
          .optional(),
      }),
    }),
  ),
});

/** liveStreams.status.healthStatus.status, from developers.google.com/youtube/v3/live/docs/liveStreams. */
const HEALTH: Record<string, PlatformAnswer['health']> = {
  good: 'good',
  ok: 'poor',
  bad: 'bad',
  noData: 'none',
};
const SEVERITIES = ['error', 'warning', 'info'];

/** Viewers by an API key, health by OAuth: Google shows the health of a stream to its owner only. */
const platform: PlatformReading = {
  hosts: ['www.googleapis.com', 'oauth2.googleapis.com'],
  canAsk: ({ settings, secrets }) =>
    Boolean(settings.videoId) && (Boolean(secrets.apiKey) || hasAccount({ settings, secrets })),
  async read(api, question) {
    const [viewers, stream] = await Promise.all([
      question.secrets.apiKey ? readViewers(api, question) : null,
      hasAccount(question) ? readHealth(api, question) : { health: null, message: null },
    ]);
    return { viewers, ...stream };
  },
};

function hasAccount({ settings, secrets }: PlatformQuestion): boolean {
  return Boolean(settings.clientId && secrets.clientSecret && secrets.refreshToken);
}

async function readViewers(
  api: PlatformApi,
  { settings, secrets }: PlatformQuestion,
): Promise<number | null> {
  const query = new URLSearchParams({
    part: 'liveStreamingDetails',
    id: settings.videoId ?? '',
    key: secrets.apiKey ?? '',
  });
  const { items } = Videos.parse(await api.getJson(`${API}/videos?${query}`));
  const viewers = items[0]?.liveStreamingDetails?.concurrentViewers;
  return viewers === undefined ? null : Number(viewers);
}

async function readHealth(
  api: PlatformApi,
  question: PlatformQuestion,
): Promise<Pick<PlatformAnswer, 'health' | 'message'>> {
  const headers = { authorization: `Bearer ${await accessToken(api, question)}` };
  const ask = async (what: string, part: string, id: string): Promise<unknown> =>
    api.getJson(`${API}/${what}?${new URLSearchParams({ part, id })}`, headers);
  const streamId = await api.cached(`stream of ${question.settings.videoId}`, async () => {
    const found = Broadcasts.parse(
      await ask('liveBroadcasts', 'contentDetails', question.settings.videoId ?? ''),
    );
    return { value: found.items[0]?.contentDetails.boundStreamId ?? '', forS: 300 };
  });
  if (streamId === '')
    return { health: null, message: 'This account does not own the video that is entered.' };
  const status = Streams.parse(await ask('liveStreams', 'status', streamId)).items[0]?.status;
  if (!status || status.streamStatus === 'inactive' || status.streamStatus === 'ready') {
    return {
      health: 'none',
      message: 'YouTube receives no stream for this video. Check that the key is that of the video.',
    };
  }
  const issues = status.healthStatus?.configurationIssues ?? [];
  const worst = SEVERITIES.flatMap((severity) => issues.filter((issue) => issue.severity === severity))[0];
  const health = HEALTH[status.healthStatus?.status ?? ''] ?? null;
  return { health, message: worst && health !== 'good' ? `YouTube: ${worst.description}` : null };
}

async function accessToken(api: PlatformApi, { settings, secrets }: PlatformQuestion): Promise<string> {
  return api.cached('access token', async () => {
    const answer = await api.postForm(TOKENS, {
      client_id: settings.clientId ?? '',
      client_secret: secrets.clientSecret ?? '',
      refresh_token: secrets.refreshToken ?? '',
      grant_type: 'refresh_token',
    });
    const token = Token.parse(answer);
    return { value: token.access_token, forS: token.expires_in - EARLY_S };
  });
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
