import { useEffect, useState } from 'react';
import type { TokenAnswer } from '../../../contract/messages';
import { type AnswerOf, api } from '../../api/client';
import { goesByPolling, NO_WEBSOCKET_OUT } from '../../realtime/client/polling';
import { PostError } from '../../realtime/client/json-request';
import { openPublishLink, type PublishLink, type Wanted } from './publish-room';
import { nextState, type PublisherEvent, type PublisherState, WAITING_POLL_MS } from './publisher-state';

export type TokenReply =
  | { kind: 'token'; token: TokenAnswer }
  | { kind: 'notAdmitted' }
  | { kind: 'refused'; why: 'removed' | 'unknown' };

export interface PublisherPorts {
  /** Rejects when there was no answer. */
  askToken: () => Promise<TokenReply>;
  openLink: (
    token: TokenAnswer,
    wanted: Wanted,
    tell: (event: PublisherEvent) => void,
  ) => Promise<PublishLink>;
}

/**
 * Does what publisher-state.ts decides. Events of an earlier attempt are ignored and its connection is
 * closed.
 */
export class CameraPublisher {
  #state: PublisherState = { name: 'off' };
  #wanted: Wanted | null = null;
  #token: TokenAnswer | null = null;
  #link: PublishLink | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ports: PublisherPorts,
    private readonly onState: (state: PublisherState) => void,
  ) {}

  /** Sends this from now on; the first call starts publishing. */
  send(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#dispatch({ type: 'start' });
    this.refresh();
  }

  /** Makes the published tracks match what is wanted, whatever changed them. */
  refresh(): void {
    // A renegotiation that fails shows as a lost connection, which is retried anyway.
    if (this.#wanted) this.#link?.apply(this.#wanted).catch(() => undefined);
  }

  /** Retries now instead of after the wait. */
  again(): void {
    this.#dispatch({ type: 'again' });
  }

  /** The page became visible: ends a wait, or checks a connection against what is wanted. */
  refreshOrAgain(): void {
    // Looking at this tab does not take over from the one that films.
    if (this.#state.name === 'pausing' || this.#state.name === 'waiting') this.again();
    else this.refresh();
  }

  takenOver(): void {
    this.#dispatch({ type: 'takenOver' });
  }

  /** The connection is open, but no packets arrive. */
  startOver(): void {
    this.#dispatch({ type: 'lost', problem: 'Nothing arrives at the media server.' });
  }

  stop(): void {
    this.#dispatch({ type: 'stop' });
  }

  async stats(): Promise<unknown[]> {
    return (await this.#link?.stats()) ?? [];
  }

  #dispatch(event: PublisherEvent): void {
    const next = nextState(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#enter(next);
    this.onState(next);
  }

  #enter(state: PublisherState): void {
    clearTimeout(this.#timer);
    switch (state.name) {
      case 'asking':
        this.#drop();
        void this.#ask(this.#attempt);
        return;
      case 'connecting':
        void this.#connect(this.#attempt);
        return;
      case 'waiting':
        this.#timer = setTimeout(() => this.again(), WAITING_POLL_MS);
        return;
      case 'pausing':
        this.#drop();
        this.#timer = setTimeout(() => this.again(), state.delayMs);
        return;
      case 'off':
      case 'removed':
      case 'takenOver':
      case 'unknown':
        this.#drop();
        return;
      case 'online':
      case 'mending':
        return;
    }
  }

  async #ask(attempt: number): Promise<void> {
    try {
      const reply = await this.ports.askToken();
      if (attempt !== this.#attempt) return;
      if (reply.kind === 'token') {
        this.#token = reply.token;
        this.#dispatch({ type: 'token' });
      } else if (reply.kind === 'notAdmitted') this.#dispatch({ type: 'notAdmitted' });
      else this.#dispatch({ type: 'refused', why: reply.why });
    } catch {
      if (attempt === this.#attempt)
        this.#dispatch({ type: 'failed', problem: 'The server does not answer.' });
    }
  }

  async #connect(attempt: number): Promise<void> {
    if (!this.#token || !this.#wanted) return;
    const tell = (event: PublisherEvent) => {
      if (attempt === this.#attempt) this.#dispatch(event);
    };
    try {
      const link = await this.ports.openLink(this.#token, this.#wanted, tell);
      if (attempt !== this.#attempt) return void link.close().catch(() => undefined);
      this.#link = link;
      tell({ type: 'connected' });
      this.refresh();
    } catch {
      tell({
        type: 'failed',
        problem: goesByPolling() ? NO_WEBSOCKET_OUT : 'The media server does not answer.',
      });
    }
  }

  /** Closes the current attempt and ignores its further events. */
  #drop(): void {
    this.#attempt += 1;
    this.#link?.close().catch(() => undefined);
    this.#link = null;
  }
}

/**
 * Shorter than a command’s: the next try follows at once, and after an outage a new request is better than a
 * stuck one.
 */
export const TOKEN_TIMEOUT_MS = 3_000;

/** Phones are known by their device cookie. */
const PHONE: PublisherPorts = { askToken: askPhoneToken, openLink: openPublishLink };

/**
 * Publishes camera and microphone while `wanted` is not null, and retries for ever.
 *
 * @param ports how tokens are fetched and connections opened, read once; a phone’s by default
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
    // `persisted`: cached for the back button, so not left. Otherwise LiveKit should hear of it at once.
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
  return tokenReply(api('POST /api/cameras/token', { timeoutMs: TOKEN_TIMEOUT_MS }));
}

type TokenAsked = AnswerOf<'POST /api/cameras/token'>;

/** Translates the answer or refusal of a token request. */
export async function tokenReply(asked: Promise<TokenAsked>): Promise<TokenReply> {
  try {
    const answer = await asked;
    // 202 while the director has not admitted this phone: an answer without a token.
    return 'token' in answer ? { kind: 'token', token: answer } : { kind: 'notAdmitted' };
  } catch (error) {
    if (!(error instanceof PostError)) throw error;
    if (error.status === 403) return { kind: 'refused', why: 'removed' };
    if (error.status === 401 || error.status === 404) return { kind: 'refused', why: 'unknown' };
    throw error;
  }
}
