import { z } from 'zod';
import type { PlatformAnswer, PlatformApi, PlatformQuestion, PlatformReading } from '../contract';

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
export const platform: PlatformReading = {
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
