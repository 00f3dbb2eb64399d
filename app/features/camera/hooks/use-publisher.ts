import { useEffect, useState } from 'react';
import type { TokenAnswer } from '../../../../contract/messages';
import { PostError, postJson } from '../../../realtime/client/json-request';
import { openPublishLink, type Wanted } from '../publish-room';
import { CameraPublisher, type PublisherPorts, type TokenReply } from '../camera-publisher';
import type { PublisherState } from '../publisher-state';

/**
 * Shorter than a command's: the next try comes at once, and after an outage a fresh request beats a stuck
 * one.
 */
export const TOKEN_TIMEOUT_MS = 3_000;

/** A phone: its device cookie says which camera it is. */
const PHONE: PublisherPorts = { askToken: askPhoneToken, openLink: openPublishLink };

/**
 * Sends camera and microphone for as long as `wanted` is not null, and comes back by itself for ever.
 *
 * @param ports whom it asks for tokens and how it publishes, read once: a phone's unless it says otherwise
 */
export function usePublisher(
  wanted: Wanted | null,
  ports: PublisherPorts = PHONE,
): { state: PublisherState; publisher: CameraPublisher } {
  const [state, setState] = useState<PublisherState>({ name: 'off' });
  const [publisher] = useState(() => new CameraPublisher(ports, (next) => setState(next)));

  useEffect(() => {
    if (wanted) publisher.send(wanted);
    else publisher.stop();
  }, [publisher, wanted]);

  useEffect(() => {
    const again = () => publisher.again();
    const shown = () => document.visibilityState === 'visible' && publisher.refreshOrAgain();
    // Kept alive for the back button means not left; anything else is a goodbye that LiveKit should hear at
    // once.
    const left = (event: PageTransitionEvent) => !event.persisted && publisher.stop();
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', shown);
    window.addEventListener('pagehide', left);
    return () => {
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', shown);
      window.removeEventListener('pagehide', left);
      publisher.stop();
    };
  }, [publisher]);

  return { state, publisher };
}

function askPhoneToken(): Promise<TokenReply> {
  return tokenReply(postJson('/api/cameras/token', {}, { timeoutMs: TOKEN_TIMEOUT_MS }));
}

/** What an answer of a token call, or its refusal, means for the publisher. */
export async function tokenReply(asked: Promise<Partial<TokenAnswer>>): Promise<TokenReply> {
  try {
    const answer = await asked;
    // 202 while the director has not admitted this phone: an answer without a token.
    return isToken(answer) ? { kind: 'token', token: answer } : { kind: 'notAdmitted' };
  } catch (error) {
    if (!(error instanceof PostError)) throw error;
    if (error.status === 403) return { kind: 'refused', why: 'removed' };
    if (error.status === 401 || error.status === 404) return { kind: 'refused', why: 'unknown' };
    throw error;
  }
}

function isToken(answer: Partial<TokenAnswer>): answer is TokenAnswer {
  return typeof answer.token === 'string' && typeof answer.url === 'string';
}
