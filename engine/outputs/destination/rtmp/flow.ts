/** So many acknowledgements show what a server's window is; a single one may be a greeting. */
const TRUSTED_AFTER = 3;
/** Sequence numbers have 32 bits: after 4 GB, three hours at 3 Mbit/s, they begin again. */
const WRAP = 2 ** 32;

/**
 * What has got through on one connection, by two measures: what the kernel took from us, which may wait in
 * its buffers for many seconds, and what the server acknowledged, which only counts once it has shown that it
 * does so regularly and about what we sent.
 */
export class Flow {
  readonly #burstBytes: number;
  #written = 0;
  #taken = 0;
  #takenAtMs: number;
  #acknowledged = 0;
  #acknowledgedAtMs: number;
  #sequence = 0;
  #acknowledgements = 0;
  /** The most there ever was between two acknowledgements, bytes. */
  #window = 0;
  #trusted = false;

  /** @param burstBytes what may be on its way beyond two windows of the server */
  constructor(burstBytes: number, nowMs: number) {
    this.#burstBytes = burstBytes;
    this.#takenAtMs = this.#acknowledgedAtMs = nowMs;
  }

  /** Taken by the kernel. */
  get bytes(): number {
    return this.#taken;
  }

  /** Whether more may be sent before something is acknowledged. */
  get open(): boolean {
    return !this.#trusted || this.#onItsWay < 2 * this.#window + this.#burstBytes;
  }

  write(bytes: number, nowMs: number): void {
    if (this.#written === this.#taken) this.#takenAtMs = nowMs;
    this.#written += bytes;
  }

  taken(bytes: number, nowMs: number): void {
    this.#taken += bytes;
    this.#takenAtMs = nowMs;
  }

  /** @param sequence bytes that the server has received so far, lowest 32 bits */
  acknowledged(sequence: number, nowMs: number): void {
    const passed = (((sequence - this.#sequence) % WRAP) + WRAP) % WRAP;
    this.#sequence = sequence;
    if (passed === 0) return;
    this.#acknowledgedAtMs = nowMs;
    // nginx restarts its count before its numbers are used up: then what was sent counts as arrived.
    if (passed > this.#taken - this.#acknowledged) this.#acknowledged = this.#taken;
    else {
      this.#acknowledged += passed;
      this.#window = Math.max(this.#window, passed);
      this.#acknowledgements++;
    }
    const tracks = this.#onItsWay < 2 * this.#window + this.#burstBytes;
    this.#trusted ||= tracks && this.#acknowledgements >= TRUSTED_AFTER;
  }

  /** For how long nothing has got through although something should have, ms. */
  silentMs(nowMs: number): number {
    const waitsForKernel = this.#written > this.#taken ? nowMs - this.#takenAtMs : 0;
    const overdue = this.#trusted && this.#onItsWay > 2 * this.#window;
    return Math.max(waitsForKernel, overdue ? nowMs - this.#acknowledgedAtMs : 0);
  }

  get #onItsWay(): number {
    return this.#taken - this.#acknowledged;
  }
}
