import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { postJson, timeLimit } from './json-request';

describe('a limit of time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('aborts when the time is over, and not after it was cleared', () => {
    const running = timeLimit(1_000);
    const cleared = timeLimit(1_000);
    cleared.clear();
    vi.advanceTimersByTime(999);
    expect(running.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect([running.signal.aborted, cleared.signal.aborted]).toEqual([true, false]);
  });

  it('aborts with the signal it was given, also with one that has aborted already', () => {
    const outer = new AbortController();
    const before = timeLimit(1_000, outer.signal);
    outer.abort();
    expect(before.signal.aborted).toBe(true);
    expect(timeLimit(1_000, outer.signal).signal.aborted).toBe(true);
  });
});

describe('a request on iOS 15 and 16', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/slow') return;
      response.end('{"title":"Cup final"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { any, timeout } = AbortSignal;
  beforeEach(() => void Object.assign(AbortSignal, { any: undefined, timeout: undefined }));
  afterEach(() => void Object.assign(AbortSignal, { any, timeout }));

  it('is sent and answered without AbortSignal.any and AbortSignal.timeout', async () => {
    const { signal } = new AbortController();
    await expect(postJson(`${base}/check`, {}, { signal })).resolves.toEqual({ title: 'Cup final' });
  });

  it('ends after its time, and at once when its page is left', async () => {
    await expect(postJson(`${base}/slow`, {}, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'unavailable',
    });
    const leaving = new AbortController();
    const sent = postJson(`${base}/slow`, {}, { signal: leaving.signal });
    leaving.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });
});
