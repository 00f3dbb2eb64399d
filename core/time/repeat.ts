/**
 * Does `work` every `everyMs`, the first time after as long. A turn that comes while the one before is still
 * at work is left out.
 *
 * @returns what ends it; work under way goes on to its end
 */
export function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): () => void {
  let working = false;
  const timer = setInterval(() => {
    if (working) return;
    working = true;
    work()
      .catch(onError)
      .finally(() => (working = false));
  }, everyMs);
  return () => clearInterval(timer);
}
