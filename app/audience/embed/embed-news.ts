import { useCallback, useEffect, useState } from 'react';
import type { ChatBatch, Snapshot } from '../../../contract/messages';
import type { PacketHandlers, RelayPackets } from '../../../contract/packets';
import { connectionFor, retain } from '../../realtime/client/connections';
import { heartbeatOf } from '../mount/heartbeat';

/*
 * What an embedded player knows of its event, and the three ways by which it hears: packets of the program's
 * room, a socket where there is no room, and the answers to its heartbeat.
 */

/** What an embedded player knows of its event, from wherever it has heard it. */
interface Known {
  snapshot: Snapshot<'public'>;
  viewers: number | null;
}
type Learn = (news: { snapshot?: Snapshot<'public'> | undefined; viewers?: number | null }) => void;

/** `learn` takes what is newer, by the state's seq; `hear` reads it from a packet of the program room. */
export function useKnown(initial: Snapshot<'public'>, takeChat: (batch: ChatBatch) => void) {
  const [known, setKnown] = useState<Known>({ snapshot: initial, viewers: null });
  const learn = useCallback<Learn>(({ snapshot, viewers }) => {
    setKnown((now) => ({
      snapshot: snapshot && snapshot.seq > now.snapshot.seq ? snapshot : now.snapshot,
      viewers: viewers ?? now.viewers,
    }));
  }, []);
  const hear = useCallback(
    (topic: string, text: string) =>
      handlePacket(topic, text, {
        state: (snapshot) => learn({ snapshot }),
        count: ({ viewers }) => learn({ viewers }),
        chat: takeChat,
      }),
    [learn, takeChat],
  );
  return { ...known, learn, hear };
}

/** The room is mostly joined by then; only where it cannot be, a socket is opened in its place. */
const SOCKET_AFTER_MS = 4_000;

/**
 * Learns by a socket for as long as the room is not joined: where WebRTC cannot pass, and when the event is
 * over.
 */
export function useStandIn(
  slug: string,
  initial: Snapshot<'public'>,
  joined: boolean,
  learn: Learn,
  takeChat: (batch: ChatBatch) => void,
): void {
  const connection = connectionFor('public', slug, initial);
  useEffect(() => {
    if (joined) return;
    let leave: (() => void) | null = null;
    const unheard = connection.subscribe(() => {
      const { seq, state, viewers } = connection.view();
      learn({ snapshot: state ? { audience: 'public', seq, state } : undefined, viewers });
    });
    const unheardChat = connection.onChat(takeChat);
    const timer = setTimeout(() => (leave = retain('public', slug)), SOCKET_AFTER_MS);
    return () => {
      clearTimeout(timer);
      unheard();
      unheardChat();
      leave?.();
    };
  }, [connection, slug, joined, learn, takeChat]);
}

/**
 * Goes on with the page's heartbeat (started by bootstrap.ts) for as long as there is something to watch, and
 * learns the count.
 */
export function useHeartbeat(slug: string, wanted: boolean, learn: Learn): void {
  useEffect(() => heartbeatOf(slug).onAnswer(learn), [slug, learn]);
  useEffect(() => {
    heartbeatOf(slug).follow(wanted);
    return () => heartbeatOf(slug).follow(false);
  }, [slug, wanted]);
}

/**
 * The chat's batches in an embedded player, from wherever they come. One that comes twice does no harm: the
 * chat knows by its seq.
 */
export class ChatBatches {
  readonly #listeners = new Set<(batch: ChatBatch) => void>();

  readonly take = (batch: ChatBatch): void => {
    for (const listener of this.#listeners) listener(batch);
  };

  readonly subscribe = (listener: (batch: ChatBatch) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/**
 * Hands a data packet of the program room to its handler. A topic that this page does not know, as a later
 * version may send, is ignored; so is a content that this page would break on. Only the server may publish
 * there (core/grants).
 */
function handlePacket(topic: string, text: string, handlers: PacketHandlers): void {
  const message = parse(text);
  if (typeof message === 'object' && message !== null && isTopic(topic)) handle(topic, message, handlers);
}

function handle<Topic extends keyof RelayPackets>(
  topic: Topic,
  message: object,
  handlers: PacketHandlers,
): void {
  const checked = CHECKED[topic](message);
  if (checked !== null) handlers[topic](checked);
}

const CHECKED: { [Topic in keyof RelayPackets]: (message: object) => RelayPackets[Topic] | null } = {
  state: (message) => (isSnapshot(message) ? message : null),
  count: (message) =>
    'viewers' in message && typeof message.viewers === 'number' ? { viewers: message.viewers } : null,
  chat: (message) => (isBatch(message) ? message : null),
};

function isTopic(topic: string): topic is keyof RelayPackets {
  return Object.hasOwn(CHECKED, topic);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isBatch(message: object): message is RelayPackets['chat'] {
  return (
    'messages' in message &&
    Array.isArray(message.messages) &&
    'seq' in message &&
    typeof message.seq === 'number' &&
    'mode' in message &&
    'removed' in message
  );
}

function isSnapshot(message: object): message is Snapshot<'public'> {
  return (
    'seq' in message &&
    typeof message.seq === 'number' &&
    'state' in message &&
    typeof message.state === 'object' &&
    message.state !== null &&
    'event' in message.state
  );
}
