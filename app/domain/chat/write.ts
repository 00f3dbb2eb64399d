import {
  type ChatFacts,
  decide,
  paceKeys,
  type ChatDecision,
  viewerKey,
  type Wish,
} from '../../../core/chat/decide';
import { isChatOpen } from '../../../core/chat/mode';
import type { ChatTx } from '../../../db/commit';
import { databaseTime, type Tx } from '../../../db/connect';
import { type ChatWithEvent, lockChat, raiseChat } from '../../../db/queries/chat';
import { type ChatMessageRow, insertMessages } from '../../../db/queries/chat-messages';
import { findBans, findSenders, noteSenders, readPaces, writePaces } from '../../../db/queries/chat-senders';
import { LIMITS } from '../../config/limits';

/** A message on its way. */
export interface Outgoing extends Wish {
  name: string;
  badge: ChatMessageRow['badge'];
  /** Of the chat session, old or new; null for crew. */
  senderId: string | null;
}

export type Outcome =
  { ok: true; message: ChatMessageRow } | { ok: false; refusal: Exclude<ChatDecision, { ok: true }> };

/**
 * Judges and writes what one process has gathered for one event, in one transaction under the lock of the
 * chat's row: the facts it is judged by cannot change meanwhile, and sequence order is commit order over all
 * processes. Runs by the claim `chat`.
 *
 * @returns one outcome for each message, in their order; null when there is no such event
 */
export async function writeBatch(
  tx: ChatTx,
  eventId: string,
  batch: readonly Outgoing[],
): Promise<Outcome[] | null> {
  const chat = await lockChat(tx, eventId);
  if (!chat) return null;
  const facts = await gather(tx, chat, batch);
  const verdicts = decide(batch, facts);
  const taken = batch.filter((_, at) => verdicts[at]?.ok);
  const messages = await put(tx, chat, taken);
  if (taken.length > 0) await writePaces(tx, eventId, facts.paces);
  const rows = messages.values();
  return verdicts.map((verdict): Outcome => {
    if (!verdict.ok) return { ok: false, refusal: verdict };
    const { value } = rows.next();
    if (!value) throw new Error('A message was judged and not written.');
    return { ok: true, message: value };
  });
}

async function gather(tx: Tx, chat: ChatWithEvent, batch: readonly Outgoing[]): Promise<ChatFacts> {
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

async function put(tx: ChatTx, chat: ChatWithEvent, taken: readonly Outgoing[]): Promise<ChatMessageRow[]> {
  if (taken.length === 0) return [];
  const senders = new Map(
    taken.flatMap(({ writer, senderId }) =>
      writer.kind === 'viewer' && senderId
        ? [[senderId, { id: senderId, viewer: writer.viewer, address: Buffer.from(writer.address, 'hex') }]]
        : [],
    ),
  );
  await noteSenders(tx, chat.eventId, [...senders.values()]);
  await raiseChat(tx, chat.eventId, taken.length);
  return insertMessages(
    tx,
    chat.eventId,
    taken.map(({ name, badge, text, senderId }, at) => ({
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
