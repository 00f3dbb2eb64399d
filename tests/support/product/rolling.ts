import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { isAlive } from './processes';
import { logOf, type Touchline } from './product';
import { pace } from '../time/pace';
import { until } from '../time/until';

/** A web process of the product, and the port on which it alone answers. */
export interface RunningWeb {
  pid: number;
  port: number;
}

export function webProcesses(product: Touchline): RunningWeb[] {
  return product.processes('server/server.js').map(({ pid }) => {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    return { pid, port: Number(/(?:^|\0)WEB_PORT=(\d+)/.exec(environment)?.[1]) };
  });
}

/** Ends one web process and waits until the next one answers in its place. Gives how long it lived on, ms. */
export async function restartWeb({ pid, port }: RunningWeb, signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
  const begun = performance.now();
  process.kill(pid, signal);
  await until('the web process to end', () => !isAlive(pid), { everyMs: 20 });
  const livedMs = performance.now() - begun;
  await until('the next one to answer', async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);
  return livedMs;
}

export interface Sent {
  /** What was refused, and why. */
  message: string | null;
  requestId: string | null;
  status: number;
  seq: number | null;
}

/**
 * Cuts of an event to `cameraIds` in turn, one every `everyMs`, until `stop`; fewer where `atOnce` of them
 * wait. With one at once each is on the air for `everyMs`; of a queue that moves on the air shows the last.
 * Every second one names no id of its own, as a script's.
 */
export function cutSteadily(
  product: Touchline,
  slug: string,
  cameraIds: readonly (string | null)[],
  { everyMs, atOnce }: { everyMs: number; atOnce: number },
): { stop(): Promise<Sent[]> } {
  let over = false;
  const one = async (n: number): Promise<Sent> => {
    const requestId = n % 2 === 0 ? randomUUID() : null;
    const answer = await product
      .api<{ seq?: number; error?: { message: string } }>('POST', `/api/v1/events/${slug}/cut`, {
        cameraId: cameraIds[n % cameraIds.length],
        ...(requestId && { requestId }),
      })
      .catch((error: unknown) => ({
        status: 0,
        body: { seq: undefined, error: { message: String(error) } },
      }));
    const { seq = null, error } = answer.body;
    return { requestId, status: answer.status, seq, message: error?.message ?? null };
  };
  const sending = (async () => {
    const sent: Promise<Sent>[] = [];
    const waiting = new Set<Promise<Sent>>();
    for (; !over; await pace(everyMs)) {
      if (waiting.size >= atOnce) await Promise.race(waiting);
      const cut = one(sent.length);
      sent.push(cut);
      waiting.add(cut);
      void cut.finally(() => waiting.delete(cut));
    }
    return Promise.all(sent);
  })();
  return {
    stop() {
      over = true;
      return sending;
    },
  };
}

/** A row of the log of switches. */
export interface Row {
  seq: number;
  to: string | null;
  source: string;
  requestId: string | null;
}

/** All rows of an event's log of switches, oldest first. */
export async function readRows(product: Touchline, slug: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let query = '?limit=500'; ;) {
    const path = `/api/v1/events/${slug}/switches${query}`;
    const { body } = await product.api<{ rows: Row[]; next: string | null }>('GET', path);
    rows.push(...body.rows);
    if (body.next === null) return rows.reverse();
    query = `?limit=500&before=${encodeURIComponent(body.next)}`;
  }
}

/** Every command was carried out, once, and the log says the same as the answers. */
export function expectAcknowledged(sent: readonly Sent[], rows: readonly Row[]): void {
  expect(sent.filter(({ status: answered }) => answered !== 200)).toEqual([]);
  const seqs = sent.map(({ seq }) => seq).sort((a, b) => Number(a) - Number(b));
  expect(rows.filter(({ source }) => source === 'api').map(({ seq }) => seq)).toEqual(seqs);
  for (const { requestId, seq } of sent)
    if (requestId) expect(rows.find((row) => row.seq === seq)?.requestId).toBe(requestId);
}

/** How often the ladders of two engines have acted, also where a cut came before that was logged. */
export async function countFailovers(product: Touchline): Promise<number> {
  const logs = await Promise.all(['engine-1', 'engine-2'].map((name) => logOf(product, name)));
  return logs.join('').split('"msg":"failover"').length - 1;
}

/** The engine whose encoder makes the program of a show of 640 × 360, and the others. */
export function enginesOf(product: Touchline): { holder: number; others: number[] } {
  const [encoder] = product.processes('640x360');
  const holder = encoder?.parent ?? 0;
  const others = product.processes('engine.js').map(({ pid }) => pid);
  return { holder, others: others.filter((pid) => pid !== holder) };
}
