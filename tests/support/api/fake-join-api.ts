import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRoom, testToken, type TestLiveKit } from '../cameras/test-livekit';

export interface FakeJoinApi {
  baseUrl: string;
  room: string;
  /** While true the token call answers 202, as before admission. */
  waiting: boolean;
  close(): Promise<void>;
}

/**
 * The two calls with which a camera joins, in front of a real LiveKit: for tests of the cameras, not of the
 * product.
 */
export async function startFakeJoinApi(livekit: TestLiveKit): Promise<FakeJoinApi> {
  const room = 'pitch';
  await createRoom(livekit, room);
  let cameras = 0;
  const server = createServer((request, response) => {
    const answer = (status: number, body: object, headers: Record<string, string> = {}): void => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    };
    request.resume();
    if (request.url === '/api/cameras/register') {
      const cameraId = `cam_${++cameras}`;
      answer(201, { cameraId, state: 'admitted' }, { 'set-cookie': `device=${cameraId}; HttpOnly; Path=/` });
      return;
    }
    const identity = /device=(cam_\d+)/.exec(request.headers.cookie ?? '')?.[1];
    if (!identity) answer(401, { error: { code: 'unauthenticated', message: 'No cookie.' } });
    else if (api.waiting) answer(202, {});
    else {
      void testToken(livekit, room, identity, 'publisher').then((token) =>
        answer(200, { token, url: livekit.url, room, identity, expiresAt: new Date().toISOString() }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: FakeJoinApi = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    room,
    waiting: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}
