/** Beyond two windows of the peer this may be on its way: the burst of a keyframe, and the path's own capacity (6 Mbit/s × 0.3 s). */
const BURST_BYTES = 512 * 1024;
/** So many acknowledgements in a row show what a server's window is; a single one may be a greeting. */
const TRUSTED_AFTER = 3;

/**
 * What has got through on one connection. Two truths: what the kernel took from us, which may lie in its buffers for many seconds,
 * and what the server acknowledged, which only counts once it has shown that it does so regularly.
 */
export class Flow {
  #written = 0;
  #taken = 0;
  #takenAtMs: number;
  #acknowledgements = 0;
  /** `taken` when the last acknowledgement came, and the most that ever lay between two. */
  #takenAtAcknowledgement = 0;
  #window = 0;
  #acknowledgedAtMs: number;

  constructor(nowMs: number) {
    this.#takenAtMs = this.#acknowledgedAtMs = nowMs;
  }

  /** Bytes that the kernel has taken. */
  get bytes(): number {
    return this.#taken;
  }

  /** Whether more may be sent before something is acknowledged. */
  get open(): boolean {
    return !this.#trusted || this.#unacknowledged < 2 * this.#window + BURST_BYTES;
  }

  write(bytes: number, nowMs: number): void {
    if (this.#written === this.#taken) this.#takenAtMs = nowMs;
    this.#written += bytes;
  }

  taken(bytes: number, nowMs: number): void {
    this.#taken += bytes;
    this.#takenAtMs = nowMs;
  }

  acknowledged(nowMs: number): void {
    this.#acknowledgements++;
    this.#window = Math.max(this.#window, this.#unacknowledged);
    this.#takenAtAcknowledgement = this.#taken;
    this.#acknowledgedAtMs = nowMs;
  }

  /** For how long nothing has got through although something should have, ms. */
  silentMs(nowMs: number): number {
    const waitsForKernel = this.#written > this.#taken ? nowMs - this.#takenAtMs : 0;
    const overdue = this.#trusted && this.#unacknowledged > 2 * this.#window;
    return Math.max(waitsForKernel, overdue ? nowMs - this.#acknowledgedAtMs : 0);
  }

  get #trusted(): boolean {
    return this.#acknowledgements >= TRUSTED_AFTER;
  }

  get #unacknowledged(): number {
    return this.#taken - this.#takenAtAcknowledgement;
  }
}
