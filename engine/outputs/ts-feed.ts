import type { Writable } from 'node:stream';

/** One output's queue of transport stream: bounded, and after an overflow it goes on with a keyframe. */
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

  /** Made by `TsHub.feed`. Errors of the sink are its owner's to hear. */
  constructor(sink: Writable, maxBytes: number, onBegin: () => void, onClose: () => void) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
    this.#onBegin = onBegin;
    this.#onClose = onClose;
  }

  /** Nothing may follow but program tables and a keyframe. */
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
