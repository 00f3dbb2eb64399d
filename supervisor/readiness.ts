import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

const EVERY_MS = 100;

const Readiness = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), message: z.string() })),
});

/**
 * Waits until every part of the product says that it is ready.
 *
 * @returns what is wrong after `withinMs`, one sentence each; nothing when all is well
 */
export async function readinessFaults(base: string, withinMs: number): Promise<string[]> {
  const until = Date.now() + withinMs;
  for (;;) {
    const faults = await ask(`${base}/readyz`);
    if (faults.length === 0 || Date.now() > until) return faults;
    await wait(EVERY_MS);
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
