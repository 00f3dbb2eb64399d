import type { TokenAnswer } from '../../../contract/messages';

const TIMEOUT_MS = 5_000;

/** A viewer's token for the program room. @throws Error with the server's sentence */
export async function viewerToken(slug: string): Promise<TokenAnswer> {
  const query = new URLSearchParams({ room: slug, username: 'Viewer' });
  const answer = await fetch(`/api/livekit/token?${query.toString()}`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const json: unknown = await answer.json();
  if (!answer.ok || !isToken(json)) throw new Error('The stream is not open to viewers just now.');
  return json;
}

function isToken(json: unknown): json is TokenAnswer {
  return typeof json === 'object' && json !== null && 'token' in json && 'url' in json;
}
