import { setTimeout as wait } from 'node:timers/promises';

const EVERY_MS = 2_000;
const ANSWER_MS = 4_000;
/** Some 15 s without an answer: long past any page, and past a garbage collection on a busy machine. */
const STRIKES = 3;

/**
 * Watches a server that may live and yet not answer. Calls `stuck` when it did not answer several times in a
 * row, and begins to count anew only when it has answered again, so that a start is no fault.
 *
 * @returns a function that ends the watch
 */
export function watchHealth(
  url: string,
  stuck: () => void,
  { everyMs = EVERY_MS, answerMs = ANSWER_MS }: { everyMs?: number; answerMs?: number } = {},
): () => void {
  const ending = new AbortController();
  void (async () => {
    let strikes = 0;
    let served = false;
    while (!ending.signal.aborted) {
      const fine = await answers(url, answerMs);
      served ||= fine;
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

async function answers(url: string, answerMs: number): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerMs) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
