import type { Writable } from 'node:stream';
import {
  isRandomAccess,
  isSynced,
  nearestTurn,
  pidOf,
  ProgramTables,
  PTS_HZ,
  ptsOf,
  TS_PACKET,
} from './ts-packets';

/**
 * Two keyframe intervals at the highest rate we encode; a stream without keyframes must not fill the memory.
 */
const MAX_PRIME_BYTES = 8 * 1024 * 1024;

/**
 * Hands the encoder's transport stream to every output. Each output has a bounded queue of its own and begins
 * with program tables and the last keyframe, so that no output can slow another or the encoder and none
 * begins in mid-picture.
 */
export class TsHub {
  readonly #feeds = new Set<TsFeed>();
  readonly #runListeners = new Set<() => void>();
  #rest: Buffer = Buffer.alloc(0);
  #tables = new ProgramTables();
  #prime: Buffer[] = [];
  #primeBytes = 0;
  #primePts: number | null = null;
  #keyframeNext = false;
  #bytes = 0;
  readonly #mediaNowS: () => number;

  /**
   * @param mediaNowS the program's present media time, s: times of 33 bits (26.5 hours) are unwrapped by it.
   *   It may be left out for a program of a few hours that begins at zero.
   */
  constructor(mediaNowS: () => number = () => 0) {
    this.#mediaNowS = mediaNowS;
  }

  /** The media time of a time in the stream, both in 90 kHz. */
  unwrap(time: number): number {
    return nearestTurn(time, this.#mediaNowS() * PTS_HZ);
  }

  /** Bytes of whole packets that came from the encoder. */
  get bytes(): number {
    return this.#bytes;
  }

  /** PTS (90 kHz, unwrapped) of the keyframe that a new feed begins with; null before the first of a run. */
  get primePts(): number | null {
    return this.#primePts;
  }

  /** The encoder restarts: what follows is another transport stream, on the same media time. */
  beginRun(): void {
    this.#rest = Buffer.alloc(0);
    this.#tables = new ProgramTables();
    this.#clearPrime();
    for (const listener of [...this.#runListeners]) listener();
  }

  /** Called at each new run, before its first bytes. Returns the function that stops listening. */
  onRun(listener: () => void): () => void {
    this.#runListeners.add(listener);
    return () => this.#runListeners.delete(listener);
  }

  /**
   * Feeds `sink` from the last keyframe on.
   *
   * @param maxBytes what may wait for a slow sink; beyond it everything up to the next keyframe is left out
   * @param onBegin called with the PTS (90 kHz) of the first keyframe, before its bytes are handed over
   */
  feed(sink: Writable, maxBytes: number, onBegin?: (pts: number) => void): TsFeed {
    const begin = (): void => onBegin?.(this.#primePts ?? 0);
    const feed = new TsFeed(sink, maxBytes, begin, () => this.#feeds.delete(feed));
    this.#feeds.add(feed);
    if (this.#prime.length > 0) feed.push(Buffer.concat([...this.#tables.packets(), ...this.#prime]), true);
    return feed;
  }

  /** Bytes as they come from the encoder; packets may be cut anywhere. */
  push(chunk: Buffer): void {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let from = isSynced(data, 0) ? 0 : syncFrom(data, 0);
    let at = from;
    for (; at + TS_PACKET <= data.length; at += TS_PACKET) {
      if (!isSynced(data, at)) {
        this.#give(data.subarray(from, at));
        from = at = syncFrom(data, at);
        if (at + TS_PACKET > data.length) break;
      }
      if (!this.#tables.read(data, at) && this.#isKeyframe(data, at)) {
        this.#give(data.subarray(from, at));
        from = at;
        this.#clearPrime();
        this.#primePts = this.unwrap(ptsOf(data, at) ?? 0);
        this.#keyframeNext = true;
      }
    }
    this.#give(data.subarray(from, at));
    this.#rest = Buffer.from(data.subarray(at));
  }

  #give(packets: Buffer): void {
    if (packets.length === 0) return;
    this.#bytes += packets.length;
    const keyframe = this.#keyframeNext;
    this.#keyframeNext = false;
    if (this.#primePts !== null) {
      this.#prime.push(packets);
      this.#primeBytes += packets.length;
      if (this.#primeBytes > MAX_PRIME_BYTES) this.#clearPrime();
    }
    for (const feed of [...this.#feeds]) {
      if (keyframe && feed.waiting) feed.push(Buffer.concat([...this.#tables.packets(), packets]), true);
      else feed.push(packets, keyframe);
    }
  }

  #isKeyframe(data: Buffer, at: number): boolean {
    return pidOf(data, at) === this.#tables.videoPid && isRandomAccess(data, at) && ptsOf(data, at) !== null;
  }

  #clearPrime(): void {
    this.#prime = [];
    this.#primeBytes = 0;
    this.#primePts = null;
  }
}

/** The first place at or after `from` where packets line up. */
function syncFrom(data: Buffer, from: number): number {
  for (let at = from; at < data.length; at++) {
    const next = at + TS_PACKET;
    if (isSynced(data, at) && (next >= data.length || isSynced(data, next))) return at;
  }
  return data.length;
}

/** One output's queue of transport stream: bounded, and after an overflow it continues with a keyframe. */
export class TsFeed {
  readonly #sink: Writable;
  readonly #maxBytes: number;
  readonly #onClose: () => void;
  #onBegin: (() => void) | null;
  #queue: Buffer[] = [];
  #queued = 0;
  #blocked = false;
  #closed = false;
  #ending = false;
  #waiting = true;
  /** Bytes handed to the sink, and bytes that were left out because it was behind. */
  bytes = 0;
  droppedBytes = 0;

  /** Made by `TsHub.feed`. The owner of the sink handles its errors. */
  constructor(sink: Writable, maxBytes: number, onBegin: () => void, onClose: () => void) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
    this.#onBegin = onBegin;
    this.#onClose = onClose;
  }

  /** Waits for program tables and a keyframe. */
  get waiting(): boolean {
    return this.#waiting;
  }

  get queuedBytes(): number {
    return this.#queued;
  }

  push(packets: Buffer, keyframe: boolean): void {
    if (this.#closed) return;
    if (keyframe) this.#waiting = false;
    if (this.#waiting) {
      this.droppedBytes += packets.length;
      return;
    }
    if (this.#queued + packets.length > this.#maxBytes) {
      this.droppedBytes += this.#queued + packets.length;
      this.#queue = [];
      this.#queued = 0;
      this.#waiting = true;
      return;
    }
    this.#onBegin?.();
    this.#onBegin = null;
    this.#queue.push(packets);
    this.#queued += packets.length;
    this.#flush();
  }

  /** Takes no more, hands over what waits, then ends the sink. */
  end(): void {
    this.#detach();
    this.#ending = true;
    this.#flush();
  }

  /** Takes no more and forgets what waits. The sink stays open. */
  close(): void {
    this.#detach();
    this.#queue = [];
    this.#queued = 0;
  }

  #detach(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
  }

  #flush(): void {
    while (!this.#blocked && !this.#sink.destroyed) {
      const packets = this.#queue.shift();
      if (!packets) {
        if (this.#ending) this.#sink.end();
        return;
      }
      this.#queued -= packets.length;
      this.bytes += packets.length;
      if (!this.#sink.write(packets)) {
        this.#blocked = true;
        this.#sink.once('drain', () => {
          this.#blocked = false;
          this.#flush();
        });
      }
    }
  }
}
