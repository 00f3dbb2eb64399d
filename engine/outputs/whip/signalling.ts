/** LiveKit on the same machine answers in milliseconds; a server that hangs must not hold the show. */
const HTTP_TIMEOUT_MS = 5_000;
/** Leaving is a courtesy; a server that has forgotten the session answers only after three seconds. */
const LEAVE_TIMEOUT_MS = 1_000;

/**
 * A refused or failed publication. `status` is the server's, or null when no answer came. Holds no secret.
 */
export class WhipError extends Error {
  readonly status: number | null;

  constructor(message: string, status: number | null, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WhipError';
    this.status = status;
  }
}

export interface WhipSession {
  answer: string;
  /** Ends the session on the server, so that the participant is gone at once and not after its time-out. */
  leave: () => Promise<void>;
}

/** `ws://host:7880` → `http://host:7880/whip/v1`; a path that is there already stays in front. */
export function whipEndpoint(livekitUrl: string): URL {
  const url = new URL(livekitUrl.replace(/^ws/i, 'http'));
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/whip/v1`;
  return url;
}

/** One offer for one answer, RFC 9725 section 4.2. @throws WhipError */
export async function whipPost(endpoint: URL, token: string, offer: string): Promise<WhipSession> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await request(endpoint, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/sdp' },
    body: offer,
  });
  const body = await response.text();
  if (response.status !== 201) {
    throw new WhipError(`The media server refused the publication (${response.status}).`, response.status);
  }
  const location = response.headers.get('location');
  return {
    answer: body,
    leave: async () => {
      if (location)
        await request(new URL(location, endpoint), { method: 'DELETE', headers }, LEAVE_TIMEOUT_MS);
    },
  };
}

async function request(url: URL, init: RequestInit, timeoutMs = HTTP_TIMEOUT_MS): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new WhipError('The media server does not answer.', null, { cause });
  }
}
