import { z } from 'zod';
import type { PlatformReading } from '../contract';

const EARLY_S = 60;
const Token = z.object({ access_token: z.string(), expires_in: z.number() });
const Streams = z.object({ data: z.array(z.object({ type: z.string(), viewer_count: z.number() })) });

/**
 * Viewers, and whether Twitch shows the stream at all; its API does not report the quality.
 * dev.twitch.tv/docs/api/reference.
 */
export const platform: PlatformReading = {
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
