import type { Audience } from '../../../contract/vocabulary';
import { type Chain, takeSnapshot, takeUpdate } from './chain';
import type {
  ChatBatch,
  ClientToServer,
  Handlers,
  MessageOf,
  PhoneTelemetry,
  ServerToClient,
  Snapshot,
  Telemetry,
  TicketRequest,
} from '../../../contract/messages';
import { BROWSER, CONNECT_MS, type Client, type SocketFactory } from './socket-factory';
import { PostError } from './json-request';
import { AUDIENCE, CREW, onReturn } from './reconnecting';
import { setServerClock } from './server-clock';
import { Attempts } from '../../../core/time/attempts';

export type Link = 'connecting' | 'online' | 'offline';

/** What a connection knows; a new object at each change. */
export interface View<A extends Audience> extends Chain<A> {
  telemetry: Telemetry | null;
  viewers: number | null;
  link: Link;
  takenOver: boolean;
  /** Why the server does not let us in, as its sentence; null while it does or cannot be reached. */
  refusal: string | null;
}

/**
 * A lost connection that is back within this time is not worth a word; an audience takes its time to come
 * back.
 */
const OFFLINE_AFTER_MS = { crew: 2_000, public: 6_000 };
/** The crew hears something each second; a silent socket of theirs is dead long before TCP knows. */
const CREW_SILENCE_MS = 5_000;
/** An answer to `resume` takes a round trip. */
const RESUME_MS = 3_000;
/** Sign in again, or the event is gone: fast retries do not help. */
const REFUSED_RETRY_MS = 10_000;

/**
 * One audience's connection to one event: ticket, socket, snapshot, updates in order, and again from the
 * ticket when anything breaks. socket.io's own reconnection is off, because each attempt needs a fresh
 * ticket.
 */
export class EventConnection<A extends Audience> {
  /** What the page was rendered with, for hydration. */
  readonly first: View<A>;
  readonly #attempts: Attempts;
  #view: View<A>;
  #socket: Client | null = null;
  #open = false;
  #heardAt = 0;
  #stopListening = (): void => undefined;
  #offline: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #resumed: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #chatListeners = new Set<(batch: ChatBatch) => void>();

  constructor(
    private readonly request: TicketRequest & { audience: A },
    initial: Snapshot<A> | null,
    private readonly doors: SocketFactory = BROWSER,
  ) {
    this.#attempts = new Attempts(request.audience === 'public' ? AUDIENCE : CREW);
    this.first = this.#view = {
      seq: initial?.seq ?? 0,
      state: initial?.state ?? null,
      telemetry: null,
      viewers: null,
      link: 'connecting',
      takenOver: false,
      refusal: null,
    };
  }

  readonly view = (): View<A> => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * The chat comes as batches and is no part of the view: a busy one would render the whole page again with
   * each.
   */
  readonly onChat = (listener: (batch: ChatBatch) => void): (() => void) => {
    this.#chatListeners.add(listener);
    return () => this.#chatListeners.delete(listener);
  };

  /** A page that was rendered later than this connection last heard something knows more. */
  offer(snapshot: Snapshot<A> | null): void {
    if (snapshot && snapshot.seq > this.#view.seq) this.#set(takeSnapshot(snapshot));
  }

  open(): void {
    if (this.#open) return;
    this.#open = true;
    this.#stopListening = onReturn(() => this.#returned());
    this.#watch = setInterval(() => this.#lookForSilence(), 1_000);
    void this.#connect();
  }

  close(): void {
    this.#open = false;
    this.#stopListening();
    clearInterval(this.#watch);
    clearTimeout(this.#offline);
    this.#offline = undefined;
    this.#drop();
  }

  readonly takeBack = (): void => {
    if (!this.#view.takenOver) return;
    this.#set({ takenOver: false });
    void this.#connect();
  };

  readonly sendPhone = (data: PhoneTelemetry): void => {
    this.#say('phone', data);
  };

  async #connect(): Promise<void> {
    this.#drop();
    if (!this.#open || this.#view.takenOver) return;
    const isPresent = this.#attempts.begin();
    try {
      const ticket = await this.doors.ticket(this.request);
      if (!isPresent()) return;
      const socket = await this.doors.dial({ ticket, seq: this.#view.seq });
      if (isPresent()) this.#socket = this.#attach(socket);
      else socket.disconnect();
    } catch (error) {
      if (!isPresent()) return;
      const refused = error instanceof PostError && [401, 403, 404].includes(error.status);
      if (refused) this.#set({ refusal: error.message });
      this.#later(refused ? REFUSED_RETRY_MS : undefined);
    }
  }

  readonly #handlers: Handlers<ServerToClient<A>> = {
    snapshot: (snapshot) => {
      clearTimeout(this.#resumed);
      clearTimeout(this.#offline);
      this.#offline = undefined;
      this.#attempts.succeeded();
      this.#set({ ...takeSnapshot(snapshot), link: 'online', refusal: null });
    },
    update: (update) => {
      const step = takeUpdate<A>(this.#view, update);
      if (step.ask) this.#resume();
      else if (step.chain.seq !== this.#view.seq) this.#set({ seq: step.chain.seq, state: step.chain.state });
    },
    telemetry: (telemetry) => this.#set({ telemetry, viewers: telemetry.viewers.total }),
    presence: ({ viewers }) => this.#set({ viewers }),
    chat: (batch) => this.#chatListeners.forEach((listener) => listener(batch)),
    takenOver: () => {
      this.#set({ takenOver: true });
      this.#drop();
    },
    clock: ({ nowMs }) => setServerClock(nowMs),
    moving: ({ afterMs }) => this.#attempts.plan(() => void this.#connect(), afterMs),
  };

  #attach(socket: Client): Client {
    const heard = () => {
      this.#heardAt = performance.now();
    };
    socket.io.engine.on('packet', heard);
    heard();
    this.#resumed = setTimeout(() => this.#lost(), CONNECT_MS + RESUME_MS);
    for (const [name, handler] of Object.entries(this.#handlers)) socket.on(name, handler);
    socket.once('disconnect', () => this.#lost());
    socket.once('connect_error', (error) => {
      if (error.message === 'ticket') this.doors.refused(this.request);
      this.#lost();
    });
    return socket;
  }

  #say<Name extends keyof ClientToServer>(name: Name, message: MessageOf<ClientToServer, Name>): void {
    if (this.#socket?.connected) this.#socket.emit(name, message);
  }

  #resume(): void {
    if (!this.#socket?.connected) return;
    this.#say('resume', { seq: this.#view.seq });
    clearTimeout(this.#resumed);
    this.#resumed = setTimeout(() => this.#lost(), RESUME_MS);
  }

  #returned(): void {
    if (this.#view.takenOver) return;
    if (this.#socket?.connected) this.#resume();
    else if (this.#view.link !== 'online') {
      this.#attempts.succeeded();
      void this.#connect();
    }
  }

  #lookForSilence(): void {
    if (this.request.audience !== 'crew' || !this.#socket?.connected) return;
    if (performance.now() - this.#heardAt > CREW_SILENCE_MS) this.#lost();
  }

  #lost(): void {
    this.#drop();
    this.#later();
  }

  get #isAudience(): boolean {
    return this.request.audience === 'public';
  }

  #later(afterMs?: number): void {
    if (!this.#open) return;
    if (this.#view.link === 'online') this.#set({ link: 'connecting' });
    const quietMs = OFFLINE_AFTER_MS[this.#isAudience ? 'public' : 'crew'];
    this.#offline ??= setTimeout(() => this.#set({ link: 'offline' }), quietMs);
    this.#attempts.plan(() => void this.#connect(), afterMs);
  }

  /** Ends the present attempt, whatever it has come to; nothing of it is heard any more. */
  #drop(): void {
    this.#attempts.cancel();
    clearTimeout(this.#resumed);
    const socket = this.#socket;
    this.#socket = null;
    socket?.off();
    socket?.disconnect();
  }

  #set(change: Partial<View<A>>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
