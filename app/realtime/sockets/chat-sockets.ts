import { type Broadcast, backlog } from './socketio-internals';
import type { ChatFeeds, CrewBatch } from '../chat-feeds';
import type { ClientSocket } from './io';

const rooms = {
  crew: (eventId: string) => `chat:crew:${eventId}`,
  public: (eventId: string) => `chat:public:${eventId}`,
};
/**
 * So far behind, a client gets no more chat until it has read what there is; its state and its commands go on
 * (F26, F27).
 */
const MAX_PACKETS = 30;
const MAX_BYTES = 64_000;
/** How often those who were left out are looked at again. */
const RETURN_MS = 500;

/**
 * Hands the batches of chats to the sockets of this process. Who cannot keep up is left out and comes back by
 * itself: the next batch does not follow on what such a client knows, so it asks for the page.
 */
export class ChatSockets {
  readonly #broadcast: Broadcast;
  readonly #feeds: ChatFeeds;
  readonly #members = new Map<string, { sockets: Set<ClientSocket>; leave: () => void }>();
  readonly #behind = new Set<ClientSocket>();
  readonly #timer: NodeJS.Timeout;
  /** For /metrics. */
  leftOut = 0;

  constructor(broadcast: Broadcast, feeds: ChatFeeds) {
    this.#broadcast = broadcast;
    this.#feeds = feeds;
    this.#timer = setInterval(() => this.#takeBack(), RETURN_MS);
  }

  /** A viewer or one of the crew came; phones have no chat. */
  joined(socket: ClientSocket): void {
    const { eventId, audience } = socket.data.pass;
    if (audience === 'camera') return;
    const event = this.#members.get(eventId) ?? this.#open(eventId);
    event.sockets.add(socket);
    socket.on('disconnect', () => {
      this.#behind.delete(socket);
      event.sockets.delete(socket);
      if (event.sockets.size > 0 || this.#members.get(eventId) !== event) return;
      event.leave();
      this.#members.delete(eventId);
    });
    this.#admit(socket);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { leave } of this.#members.values()) leave();
    this.#members.clear();
  }

  #open(eventId: string) {
    const sockets = new Set<ClientSocket>();
    const event = { sockets, leave: () => {} };
    this.#members.set(eventId, event);
    event.leave = this.#feeds.onBatch(eventId, (batch) => this.#deliver(eventId, sockets, batch));
    return event;
  }

  #deliver(eventId: string, sockets: ReadonlySet<ClientSocket>, batch: CrewBatch): void {
    for (const socket of sockets) if (isBehind(socket)) this.#leaveOut(socket);
    this.#broadcast([rooms.crew(eventId)], ['chat', batch]);
    this.#broadcast([rooms.public(eventId)], ['chat', withoutReports(batch)]);
  }

  #admit(socket: ClientSocket): void {
    const { eventId, audience } = socket.data.pass;
    if (audience === 'camera') return;
    void socket.join(rooms[audience](eventId));
    // In the same turn as joining, so that nothing falls between this batch and the next.
    const batch = this.#feeds.emptyBatch(eventId);
    if (batch) socket.emit('chat', audience === 'crew' ? batch : withoutReports(batch));
  }

  #leaveOut(socket: ClientSocket): void {
    if (this.#behind.has(socket)) return;
    this.leftOut += 1;
    this.#behind.add(socket);
    const { eventId, audience } = socket.data.pass;
    if (audience !== 'camera') void socket.leave(rooms[audience](eventId));
  }

  #takeBack(): void {
    for (const socket of this.#behind) {
      const { packets, bytes } = backlog(socket);
      if (packets > 0 || bytes > 0) continue;
      this.#behind.delete(socket);
      this.#admit(socket);
    }
  }
}

function isBehind(socket: ClientSocket): boolean {
  const { packets, bytes } = backlog(socket);
  return packets > MAX_PACKETS || bytes > MAX_BYTES;
}

function withoutReports({ prevSeq, seq, messages, removed, floor, mode }: CrewBatch) {
  return { prevSeq, seq, messages, removed, floor, mode };
}
