import type { AudienceAnswer } from '../../../contract/messages';

const TIMEOUT_MS = 5_000;

/**
 * What anybody may know of an event, as it is now. @throws Error when there is no answer, or no such event
 */
export async function fetchAudience(slug: string): Promise<AudienceAnswer> {
  const answer = await fetch(`/api/audience/${encodeURIComponent(slug)}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  // From our own server, by a contract that both sides compile against.
  return (await answer.json()) as AudienceAnswer;
}
