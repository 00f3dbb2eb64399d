import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 50;

/** Asks again and again until `probe` says yes. @throws after `timeoutMs` */
export async function waitFor(what: string, probe: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (!(await probe().catch(() => false))) {
    if (Date.now() > until)
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

/** For what is told and not asked. @throws after `timeoutMs` */
export async function deadline(what: string, timeoutMs: number): Promise<never> {
  await wait(timeoutMs, undefined, { ref: false });
  throw new Error(`${what} was not ready within ${Math.round(timeoutMs / 1000)} s.`);
}
