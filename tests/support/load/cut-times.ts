import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Production, type TestClient } from '../web/test-realtime';
import type { WebProcess } from '../web/web-process';

const LIMIT_MS = 5_000;
const Answer = z.object({ seq: z.number() });

interface Cutting {
  web: Pick<WebProcess, 'url'>;
  token: string;
  production: Production;
  screen: TestClient<'crew'>;
}

/**
 * Cuts at a fixed pace until `over`, however long those before take, and measures each from the command to
 * the director's own screen, ms. One that fails took for ever.
 */
export async function cutEvery(everyMs: number, cutting: Cutting, over: () => boolean): Promise<number[]> {
  const times: Promise<number>[] = [];
  const begun = performance.now();
  for (let n = 0; !over(); n += 1) {
    times.push(cutTime(cutting, n).catch(() => Infinity));
    await sleep(Math.max(0, begun + (n + 1) * everyMs - performance.now()));
  }
  return Promise.all(times);
}

async function cutTime({ web, token, production, screen }: Cutting, n: number): Promise<number> {
  const begun = performance.now();
  const response = await fetch(`${web.url}/api/v1/events/${production.slug}/cut`, {
    method: 'POST',
    signal: AbortSignal.timeout(LIMIT_MS),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ cameraId: production.cameras[n % 2 === 0 ? 0 : 1] }),
  });
  if (!response.ok) throw new Error(`A cut was refused: ${response.status} ${await response.text()}`);
  const { seq } = Answer.parse(await response.json());
  await screen.until(({ chain }) => chain.seq >= seq, LIMIT_MS);
  return performance.now() - begun;
}

/** Sorts them, too. */
export const p95 = (times: number[]): number =>
  times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Infinity;
