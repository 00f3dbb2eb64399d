import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { decodeJwt } from '../tests/support/api/jwt';
import { EngineRooms } from './engine-rooms';

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()));

/** A room service that accepts every call and records its headers. */
async function startRoomService(): Promise<{ url: string; calls: IncomingHttpHeaders[] }> {
  const calls: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    calls.push(request.headers);
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  cleanups.push(() => server.close());
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

test('the engine makes its rooms with a token of one right on one room, for a minute (T8)', async () => {
  const { url, calls } = await startRoomService();
  const rooms = new EngineRooms({ url, apiKey: 'key', apiSecret: 'secret of at least 32 characters' });
  await rooms.cameras('derby');
  await rooms.program('derby', false);
  await rooms.program('derby', true);
  const tokens = calls.map(({ authorization = '' }) => decodeJwt(authorization.replace('Bearer ', '')));
  expect(tokens.map(({ video }) => video)).toEqual([
    { roomCreate: true, room: 'derby:cameras' },
    { roomCreate: true, room: 'derby:rehearsal' },
    { roomCreate: true, room: 'derby' },
  ]);
  expect(tokens.map(({ exp, nbf }) => Number(exp) - Number(nbf))).toEqual([60, 60, 60]);
});

test('the engine joins under a name that nobody can guess, one for all engines that receive a room, with the grant of its role', async () => {
  const { url } = await startRoomService();
  const open = (apiSecret: string) => new EngineRooms({ url, apiKey: 'key', apiSecret });
  const [one, other] = [open('secret of at least 32 characters'), open('secret of at least 32 characters')];
  const nameOf = ({ token }: { token: string }) => decodeJwt(token).sub;
  const { token } = await one.cameras('derby');
  expect(decodeJwt(token).video).toMatchObject({ room: 'derby:cameras', canPublish: false, hidden: true });
  const name = nameOf({ token });
  expect(name).toMatch(/^engine_[0-9a-f]{32}$/);
  expect(nameOf(await other.cameras('derby'))).toBe(name);
  expect(nameOf(await one.cameras('final'))).not.toBe(name);
  expect(nameOf(await open('another secret of 32 characters.').cameras('derby'))).not.toBe(name);
  expect(nameOf(await one.program('derby', true))).not.toBe(nameOf(await one.program('derby', true)));
});
