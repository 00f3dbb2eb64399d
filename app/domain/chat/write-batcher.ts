import {
  type ChatDecision,
  type ChatFacts,
  decide,
  isChatOpen,
  paceKeys,
  viewerKey,
  type Wish,
} from '../../../core/chat/decide';
import { AppError } from '../../../core/errors';
import { Coalesced } from '../../../core/time/coalesce';
import { purpose, withClaims } from '../../../db/claims';
import { type ChatTx, commit, type Rings } from '../../../db/commit';
import { databaseTime, type Sql, type Tx } from '../../../db/connect';
import { type ChatWithEvent, lockChat, raiseChat, ringChat } from '../../../db/queries/chat';
import { type ChatMessageRow, insertMessages } from '../../../db/queries/chat-messages';
import { findBans, findSenders, noteSenders, readPaces, writePaces } from '../../../db/queries/chat-senders';
import { LIMITS } from '../../config/limits';

/** At most one transaction for each event in this time (design §5). */
const EVERY_MS = 100;
/** Messages waiting for one event; behind the rate limiter, more means that the database is too slow. */
const MAX_WAITING = 200;
const MAX_BATCH = 100;

interface Waiting {
  message: Outgoing;
  settle: (outcome: Outcome) => void;
  fail: (error: unknown) => void;
}

interface Queue {
  waiting: Waiting[];
  writing: Coalesced;
}

/**
 * Collects the messages of this process and writes them event by event, at most ten times a second each, so
 * that the number of transactions does not grow with the number of writers.
 */
export class WriteBatcher {
  readonly #queues = new Map<string, Queue>();

  readonly #db: { sql: Sql; doorbell: ChatDoorbell };

  constructor(db: { sql: Sql; doorbell: ChatDoorbell }) {
    this.#db = db;
  }

  /**
   * Resolves when it is decided on, and written if it was accepted. @throws AppError unavailable, not_found
   */
  push(eventId: string, message: Outgoing): Promise<Outcome> {
    const queue = this.#queues.get(eventId) ?? this.#open(eventId);
    if (queue.waiting.length >= MAX_WAITING) {
      throw new AppError('unavailable', 'The chat is very busy. Try again in a moment.', {
        retryAfterS: 2,
        report: false,
      });
    }
    return new Promise((settle, fail) => {
      queue.waiting.push({ message, settle, fail });
      void queue.writing.run();
    });
  }

  #open(eventId: string): Queue {
    const forget = () => {
      if (!queue.writing.running && this.#queues.get(eventId) === queue) this.#queues.delete(eventId);
    };
    const write = async () => {
      await this.#flush(eventId, queue.waiting.splice(0, MAX_BATCH));
      if (queue.waiting.length > 0) void queue.writing.run();
      // By then the next message would not have to wait, so nothing is lost with the queue.
      else setTimeout(forget, EVERY_MS).unref();
    };
    const queue: Queue = { waiting: [], writing: new Coalesced(write, EVERY_MS) };
    this.#queues.set(eventId, queue);
    return queue;
  }

  async #flush(eventId: string, batch: Waiting[]): Promise<void> {
    try {
      const outcomes = await commit(this.#db, purpose('chat'), (tx) =>
        writeBatch(
          tx,
          eventId,
          batch.map(({ message }) => message),
        ),
      );
      if (!outcomes) throw new AppError('not_found', 'There is no such event.');
      outcomes.forEach((outcome, at) => batch[at]?.settle(outcome));
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }
}

/** A message that is to be written. */
export interface Outgoing extends Wish {
  name: string;
  badge: ChatMessageRow['badge'];
  /** Of the chat session, old or new; null for crew. */
  senderId: string | null;
}

type Outcome =
  { ok: true; message: ChatMessageRow } | { ok: false; refusal: Exclude<ChatDecision, { ok: true }> };

/**
 * Decides on and writes what one process has collected for one event, in one transaction under the lock of
 * the chat's row: the facts cannot change meanwhile, and sequence order is commit order over all processes.
 * Runs with the claim `chat`.
 *
 * @returns one outcome for each message, in their order; null when there is no such event
 */
async function writeBatch(
  tx: ChatTx,
  eventId: string,
  batch: readonly Outgoing[],
): Promise<Outcome[] | null> {
  const chat = await lockChat(tx, eventId);
  if (!chat) return null;
  const facts = await readFacts(tx, chat, batch);
  const decisions = decide(batch, facts);
  const accepted = batch.filter((_, at) => decisions[at]?.ok);
  const messages = await insertAccepted(tx, chat, accepted);
  if (accepted.length > 0) await writePaces(tx, eventId, facts.paces);
  const rows = messages.values();
  return decisions.map((decision): Outcome => {
    if (!decision.ok) return { ok: false, refusal: decision };
    const { value } = rows.next();
    if (!value) throw new Error('A message was accepted and not written.');
    return { ok: true, message: value };
  });
}

async function readFacts(tx: Tx, chat: ChatWithEvent, batch: readonly Outgoing[]): Promise<ChatFacts> {
  const limits = {
    viewer: LIMITS.chatPerViewer,
    address: LIMITS.chatPerAddress,
    event: LIMITS.chatPerEvent,
    newcomers: LIMITS.chatNewcomers,
  };
  const viewers = batch.flatMap(({ writer }) => (writer.kind === 'viewer' ? [writer] : []));
  const ids = unique(viewers.flatMap(({ session }) => (session ? [session.id] : [])));
  const tickets = unique(viewers.map(({ viewer }) => viewer));
  const addresses = unique(viewers.map(({ address }) => address));
  const keys = unique(batch.flatMap(({ writer }) => paceKeys(writer, limits).map(([key]) => key)));
  const [now, bans, senders, paces] = await Promise.all([
    databaseTime(tx),
    findBans(tx, chat.eventId, { ids, viewers: tickets, addresses }),
    findSenders(tx, chat.eventId, ids, tickets),
    readPaces(tx, chat.eventId, keys),
  ]);
  const lastAt = new Map<string, number>();
  for (const { id, viewer, lastAt: at } of senders) {
    lastAt.set(id, at.getTime());
    lastAt.set(viewerKey(viewer), Math.max(at.getTime(), lastAt.get(viewerKey(viewer)) ?? 0));
  }
  return {
    now: now.getTime(),
    open: isChatOpen(chat.state, chat),
    slowS: chat.slowS,
    links: chat.links,
    bans: bans.map(({ senderId, viewer, address, until, createdAt }) => ({
      senderId,
      viewer,
      address: address.toString('hex'),
      until: until?.getTime() ?? null,
      createdAt: createdAt.getTime(),
    })),
    lastAt,
    paces,
    limits,
  };
}

async function insertAccepted(
  tx: ChatTx,
  chat: ChatWithEvent,
  accepted: readonly Outgoing[],
): Promise<ChatMessageRow[]> {
  if (accepted.length === 0) return [];
  const senders = new Map(
    accepted.flatMap(({ writer, senderId }) =>
      writer.kind === 'viewer' && senderId
        ? [[senderId, { id: senderId, viewer: writer.viewer, address: Buffer.from(writer.address, 'hex') }]]
        : [],
    ),
  );
  await noteSenders(tx, chat.eventId, [...senders.values()]);
  await raiseChat(tx, chat.eventId, accepted.length);
  return insertMessages(
    tx,
    chat.eventId,
    accepted.map(({ name, badge, text, senderId }, at) => ({
      seq: chat.seq + at + 1,
      name,
      badge,
      text,
      senderId,
    })),
  );
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}

/** After an error; the listeners poll and find a message within a second anyway. */
const RETRY_MS = 500;

/**
 * Notifies of new chat messages, at most once in 100 ms for each event over all web processes: the database
 * decides (ring_chat). Calls that come while one waits are coalesced with it.
 */
export class ChatDoorbell implements Rings<'chat'> {
  readonly subject = 'chat';
  readonly #wanted = new Map<string, number>();
  readonly #busy = new Map<string, Promise<void>>();
  #closed = false;

  constructor(private readonly sql: Sql) {}

  /** Never throws and never waits. */
  ring(eventId: string, seq: number): void {
    this.#wanted.set(eventId, Math.max(seq, this.#wanted.get(eventId) ?? 0));
    if (this.#busy.has(eventId)) return;
    this.#busy.set(
      eventId,
      this.#run(eventId).finally(() => this.#busy.delete(eventId)),
    );
  }

  async #run(eventId: string): Promise<void> {
    for (let seq = this.#wanted.get(eventId); seq !== undefined; seq = this.#wanted.get(eventId)) {
      const target = seq;
      const waitMs = await withClaims(this.sql, purpose('chat'), (tx) => ringChat(tx, eventId, target)).catch(
        () => RETRY_MS,
      );
      if (this.#closed) return;
      if (waitMs > 0) await new Promise((wake) => setTimeout(wake, waitMs));
      else if (this.#wanted.get(eventId) === target) this.#wanted.delete(eventId);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#busy.values());
  }
}
