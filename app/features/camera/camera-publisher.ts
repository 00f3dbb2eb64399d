import type { TokenAnswer } from '../../../contract/messages';
import type { PublishLink, Wanted } from './publish-room';
import { type PublisherEvent, type PublisherState, WAITING_POLL_MS, nextState } from './publisher-state';

/** What the server says when asked for a token. */
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
 * Carries out what publisher-state.ts decides; an attempt that has been overtaken is closed and its news
 * ignored.
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

  /** Sends this from now on; starts with the first call. */
  send(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#dispatch({ type: 'start' });
    this.refresh();
  }

  /** Brings what is sent in line with what is wanted, whatever has touched it in between. */
  refresh(): void {
    // A renegotiation that fails shows as a lost connection, which has its own way back.
    if (this.#wanted) this.#link?.apply(this.#wanted).catch(() => undefined);
  }

  /** Now instead of after the wait. */
  again(): void {
    this.#dispatch({ type: 'again' });
  }

  /**
   * The page is seen again: a wait is over, and a connection that stands is checked against what is wanted.
   */
  refreshOrAgain(): void {
    // Another tab that films now is not pushed aside by a glance at this one.
    if (this.#state.name === 'pausing' || this.#state.name === 'waiting') this.again();
    else this.refresh();
  }

  takenOver(): void {
    this.#dispatch({ type: 'takenOver' });
  }

  /** A connection that claims to stand but moves nothing. */
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
      tell({ type: 'failed', problem: 'The media server does not answer.' });
    }
  }

  /** Ends the present attempt: its link is closed, and what it still says is no longer heard. */
  #drop(): void {
    this.#attempt += 1;
    this.#link?.close().catch(() => undefined);
    this.#link = null;
  }
}
