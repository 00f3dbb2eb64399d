import { createHash } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import type { Services } from '../../../app/services';
import { call } from './call';
import { LIVEKIT_SETTINGS } from '../web/test-services';

export const sha256 = (body: string) => createHash('sha256').update(body).digest('base64');

/** The authorization that LiveKit sends with a webhook; `over` says what is wrong with it. */
export async function sign(body: string, over: { secret?: string; ttl?: number } = {}): Promise<string> {
  const { apiKey, apiSecret } = LIVEKIT_SETTINGS;
  const jwt = new AccessToken(apiKey, over.secret ?? apiSecret, { ttl: over.ttl ?? 300 });
  jwt.sha256 = sha256(body);
  return jwt.toJwt();
}

/** Brings a webhook to a web process, with whatever authorization, or none. */
export const deliver = (node: Services, raw: string, authorization: string | undefined) =>
  call(node, 'POST', '/api/webhooks/livekit', {
    raw,
    headers: {
      'Content-Type': 'application/webhook+json',
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
  });
