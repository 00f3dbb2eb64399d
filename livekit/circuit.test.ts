import { ServerError } from 'livekit-server-sdk';
import { afterEach, expect, test, vi } from 'vitest';
import { createCircuit } from './circuit';

const timeout = () => Promise.reject(new DOMException('late', 'TimeoutError'));

test('after three time-outs in a row nothing is tried for ten seconds (F9)', async () => {
  let now = 0;
  let tried = 0;
  const circuit = createCircuit(() => now);
  const late = () => (tried++, timeout());
  for (let i = 0; i < 5; i++)
    await expect(circuit.run(late)).rejects.toMatchObject({ status: 503, retryAfterS: 2 });
  expect(tried).toBe(3);
  now = 10_001;
  expect(await circuit.run(() => Promise.resolve('back'))).toBe('back');
});

afterEach(() => vi.useRealTimers());

test('a clock that is put back by an hour does not make the ten seconds longer (F9, F24)', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const circuit = createCircuit();
  for (let i = 0; i < 3; i++) await expect(circuit.run(timeout)).rejects.toMatchObject({ status: 503 });
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(10_001);
  expect(await circuit.run(() => Promise.resolve('back'))).toBe('back');
});

test('a refused connection trips nothing, so the end of a restart is noticed at once', async () => {
  const circuit = createCircuit();
  for (let i = 0; i < 10; i++) {
    await expect(circuit.run(() => Promise.reject(new TypeError('fetch failed')))).rejects.toMatchObject({
      status: 503,
    });
  }
  expect(await circuit.run(() => Promise.resolve('back'))).toBe('back');
});

test('what LiveKit refuses itself is passed on as it is', async () => {
  const refused = new ServerError('Not Found', 'no such room', 404, 'not_found');
  await expect(createCircuit().run(() => Promise.reject(refused))).rejects.toBe(refused);
});
