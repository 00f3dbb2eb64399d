import type { ChatBatch } from './chat';
import type { Snapshot } from './messages';

/**
 * What the relay sends into the program room, where embedded players receive it: one JSON per data packet
 * (below 15 kB), its kind as the packet's topic. `state` is sent again to newcomers, so that a packet before
 * they joined is not missed.
 */
export interface RelayPackets {
  state: Snapshot<'public'>;
  count: { viewers: number };
  /** In pieces that fit into packets (`packetsOf`). */
  chat: ChatBatch;
}

/** An embedded player's handler for each kind of packet. A record that leaves one out does not compile. */
export type PacketHandlers = { [Topic in keyof RelayPackets]: (message: RelayPackets[Topic]) => void };

/**
 * The program room's metadata, as JSON: the last state and count, for players that join. At most some seconds
 * old; '' before the relay has sent anything.
 */
export type RoomFacts = Pick<RelayPackets, 'state' | 'count'>;

/** [peak dBFS, mean dBFS, 1 where samples were cut off at full scale]. */
export type LevelTriple = [peakDb: number, rmsDb: number, clipped: 0 | 1];

/**
 * What the engine sends to the directors in the cameras' room, each its own packet, its kind as the topic.
 * Last values: losing one does not matter.
 */
export interface EnginePackets {
  /** 15 times a second. */
  meters: {
    master: LevelTriple;
    /** By how much the limiter turned down at most, dB. */
    reductionDb: number;
    /** By camera id; before fader and mute. */
    sources: Record<string, LevelTriple>;
  };
  /** Once a second. LUFS and LU; null for what cannot be measured yet. */
  loudness: {
    momentary: number | null;
    shortTerm: number | null;
    integrated: number | null;
    range: number | null;
    /** Short-term loudness of the last ten minutes by the second, the newest last; every five seconds. */
    line?: (number | null)[];
  };
}

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/**
 * Splits a batch into pieces whose JSON stays below `maxBytes` (LiveKit's data packets: 15 kB), each a batch
 * of its own that follows on the one before. Removals go with the last.
 */
export function packetsOf(batch: ChatBatch, maxBytes: number): ChatBatch[] {
  if (bytes(batch) <= maxBytes) return [batch];
  const packets: ChatBatch[] = [];
  let { prevSeq } = batch;
  let rest = batch.messages;
  while (rest.length > 1) {
    const count = fitting({ ...batch, prevSeq, removed: [] }, rest, maxBytes);
    const messages = rest.slice(0, count);
    rest = rest.slice(count);
    if (rest.length === 0) return [...packets, ...withRemoved({ ...batch, prevSeq, messages }, maxBytes)];
    const seq = messages.at(-1)?.seq ?? prevSeq;
    packets.push({ ...batch, prevSeq, seq, messages, removed: [] });
    prevSeq = seq;
  }
  return [...packets, ...withRemoved({ ...batch, prevSeq, messages: rest }, maxBytes)];
}

/** How many of the messages fit, at least one: a single one is below 5 kB by its own limits. */
function fitting(frame: ChatBatch, messages: ChatBatch['messages'], maxBytes: number): number {
  let size = bytes({ ...frame, messages: [] });
  let count = 0;
  for (const message of messages) {
    size += bytes(message) + 1;
    if (size > maxBytes && count > 0) break;
    count += 1;
  }
  return count;
}

/** Too many removals for a packet make the reader request the page: a gap in seq triggers it. */
function withRemoved(batch: ChatBatch, maxBytes: number): ChatBatch[] {
  if (bytes(batch) <= maxBytes) return [batch];
  const { seq } = batch;
  return [
    { ...batch, removed: [] },
    { ...batch, prevSeq: seq + 1, seq: seq + 1, messages: [], removed: [] },
  ];
}
