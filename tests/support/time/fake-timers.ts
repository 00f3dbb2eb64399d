import type { Timers } from '../../../engine/mixer/tick-clock';

/** A world in which time passes only when a test says so, with the one-millisecond grain of Node's timers. */
export class FakeTimers implements Timers {
  private nowMs = 1_000;
  private waiting: { atMs: number; work: () => void }[] = [];

  now = (): number => this.nowMs;

  after(ms: number, work: () => void): () => void {
    const entry = { atMs: ms <= 0 ? this.nowMs : this.nowMs + Math.max(1, Math.floor(ms)), work };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  }

  /** Lets time pass, running what is due in its order. */
  advance(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const due = this.waiting.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.waiting = this.waiting.filter((other) => other !== due);
      this.nowMs = Math.max(this.nowMs, due.atMs);
      due.work();
    }
    this.nowMs = untilMs;
  }

  /** Time passes and nothing runs, as when the process is stopped or busy. */
  block(ms: number): void {
    this.nowMs += ms;
  }
}
