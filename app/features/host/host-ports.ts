import type { TokenAnswer } from '../../../contract/messages';
import { getJson } from '../../realtime/client/json-request';
import { TOKEN_TIMEOUT_MS, tokenReply } from '../camera/hooks/use-publisher';
import { openPublishLink } from '../camera/publish-room';
import type { PublisherPorts, TokenReply } from '../camera/camera-publisher';

/**
 * How the host of a show publishes: by the session of the link or the account, straight into the viewers'
 * room.
 */
export function hostPorts(slug: string): PublisherPorts {
  return {
    askToken: () => askToken(slug),
    // Viewers get what the host sends, as it is: VP8 is what every browser plays, with or without a codec of
    // its system.
    openLink: (token, wanted, tell) => openPublishLink(token, wanted, tell, 'vp8'),
  };
}

function askToken(slug: string): Promise<TokenReply> {
  const query = new URLSearchParams({ room: slug, role: 'host' });
  return tokenReply(
    getJson<Partial<TokenAnswer>>(`/api/livekit/token?${query}`, { timeoutMs: TOKEN_TIMEOUT_MS }),
  );
}
