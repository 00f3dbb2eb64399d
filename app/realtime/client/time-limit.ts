/** A signal for `fetch` that aborts after a time, and what ends the wait once the answer is there. */
interface TimeLimit {
  signal: AbortSignal;
  clear: () => void;
}

/**
 * Aborts after `ms`, or earlier with `outer`. AbortSignal.any and AbortSignal.timeout would do it: iOS 16
 * lacks the first and iOS 15 both (MDN), and phones that stay there are brought as cameras.
 */
export function timeLimit(ms: number, outer?: AbortSignal): TimeLimit {
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, ms);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort);
  return {
    signal: limit.signal,
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
