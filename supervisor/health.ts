import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { connect } from 'node:net';

const WATCH_EVERY_MS = 2_000;
const ANSWER_MS = 4_000;
/** Some 15 s without an answer: far longer than any page, and than a garbage collection on a busy machine. */
const STRIKES = 3;

export interface WatchOptions {
  everyMs?: number;
  answerMs?: number;
  /**
   * An error status and a closed connection count as answers: where clients are limited, or where a process
   * restarted when it ends, only silence is a sign that it hangs.
   */
  refusals?: boolean;
  /** Which process serves now, undefined while it starts: that takes as long as it takes. */
  process?: () => number | undefined;
}

/**
 * Watches a server that may live and yet not answer. Calls `stuck` after several missing answers in a row,
 * once for each process; where it is not told of processes, it counts again only after an answer, so that a
 * start does not count.
 * @returns a function that ends the watch
 */
export function watchHealth(
  url: string,
  stuck: () => void,
  { everyMs = WATCH_EVERY_MS, answerMs = ANSWER_MS, refusals = false, process }: WatchOptions = {},
): () => void {
  const ending = new AbortController();
  void (async () => {
    let strikes = 0;
    let served = false;
    let watched: number | undefined;
    while (!ending.signal.aborted) {
      if (process?.() !== watched) {
        watched = process?.();
        // It was ready: one that hangs right after that may never have answered here.
        served = watched !== undefined;
        strikes = 0;
      }
      const fine = await answers(url, answerMs, refusals);
      if (!process) served ||= fine;
      strikes = fine ? 0 : strikes + 1;
      if (served && strikes >= STRIKES && !ending.signal.aborted) {
        served = false;
        stuck();
      }
      await wait(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
    }
  })();
  return () => ending.abort();
}

async function answers(url: string, answerMs: number, refusals: boolean): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerMs) });
    await response.body?.cancel();
    return response.ok || refusals;
  } catch (error) {
    return refusals && !(error instanceof DOMException && error.name === 'TimeoutError');
  }
}

const READY_POLL_MS = 100;

const Readiness = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), message: z.string() })),
});

/**
 * Waits until every part of the product is ready.
 * @returns what is wrong after `withinMs`, one sentence each; empty when all is well
 */
export async function readinessFailures(base: string, withinMs: number): Promise<string[]> {
  const until = performance.now() + withinMs;
  for (;;) {
    const failures = await ask(`${base}/readyz`);
    if (failures.length === 0 || performance.now() > until) return failures;
    await wait(READY_POLL_MS);
  }
}

async function ask(url: string): Promise<string[]> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const { ready, parts } = Readiness.parse(await response.json());
    if (ready) return [];
    return Object.values(parts)
      .filter((part) => !part.ok)
      .map((part) => part.message);
  } catch {
    return ['The web process does not say whether it is ready.'];
  }
}

const POLL_MS = 50;

/**
 * Polls until `probe` returns true.
 * @throws after `timeoutMs`
 */
export async function waitFor(what: string, probe: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (!(await probe().catch(() => false))) {
    if (performance.now() > until)
      throw new Error(`${what} did not answer within ${Math.round(timeoutMs / 1000)} s.`);
    await wait(POLL_MS);
  }
}

export function answersTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

export async function answersHttp(url: string, timeoutMs = 2_000): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  await response.body?.cancel();
  return response.ok;
}
