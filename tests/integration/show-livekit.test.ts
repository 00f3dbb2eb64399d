import {
  dispose,
  LocalVideoTrack,
  type RemoteTrackPublication,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
  VideoSource,
} from '@livekit/rtc-node';
import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconcile } from '../../app/domain/rooms/reconcile';
import { createLivekit } from '../../livekit/client';
import { roomsOf } from '../../core/rooms';
import { freeRtpPorts } from '../../engine/encoder/args';
import { WhipOutput } from '../../engine/outputs/whip/whip-output';
import { call, makeCamera, makeEvent, makeShow, makeToken } from '../support/api/call';
import { startLiveKit, type TestLiveKit } from '../support/cameras/test-livekit';
import { startSyntheticProgram } from '../support/engine/synthetic-program';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { publishSimpleCamera, type SimpleCamera } from '../support/cameras/simple-camera';
import { holds, lasts, pace } from '../support/time/pace';

let server: TestLiveKit;
let services: TestServices;
let token: string;
const left: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = await startLiveKit();
  const { url, apiKey, apiSecret } = server;
  const settings = { url, publicUrl: url, apiKey, apiSecret };
  services = await createTestServices({ env: { livekit: settings }, livekit: createLivekit(settings) });
  token = await makeToken(services);
});
afterAll(async () => {
  for (const leave of left) await leave();
  await services.close();
  await server.close();
  await dispose();
});

const tokenOf = async (query: string, by: Parameters<typeof call>[3] = {}) =>
  (await call(services, 'GET', `/api/livekit/token?${query}`, by)).json.token;

/** A participant who takes whatever it is given, and writes down what that was. */
async function join(jwt: string) {
  const room = new Room();
  const heard: string[] = [];
  const tracks: RemoteTrackPublication[] = [];
  room.on(RoomEvent.TrackSubscribed, (_, publication) => tracks.push(publication));
  room.on(RoomEvent.DataReceived, (payload) => heard.push(new TextDecoder().decode(payload)));
  await room.connect(server.url, jwt, { autoSubscribe: true, dynacast: false });
  left.push(() => room.disconnect());
  return { room, heard, tracks };
}

async function host(showId: string): Promise<{ slug: string; camera: SimpleCamera }> {
  const show = await makeShow(services, token, showId);
  const jwt = await tokenOf(`room=${show.slug}&role=host`, { cookies: show.host });
  const camera = await publishSimpleCamera(server.url, jwt, 120);
  left.push(() => camera.leave());
  return { slug: show.slug, camera };
}

const statusOf = async (slug: string) =>
  (await call(services, 'GET', `/api/v1/events/${slug}`, { token })).json.status;

/** Rejects, or stays without an answer for so long that nothing came of it. */
const comesToNothing = async (work: Promise<unknown> | undefined) =>
  Promise.race([
    Promise.resolve(work).then(
      () => 'done',
      () => 'refused',
    ),
    lasts('no answer', 3_000).then(() => 'no answer'),
  ]);

const publishPicture = (room: Room, source = TrackSource.SOURCE_CAMERA) => {
  const options = new TrackPublishOptions();
  options.source = source;
  const track = LocalVideoTrack.createVideoTrack('picture', new VideoSource(320, 180));
  return room.localParticipant?.publishTrack(track, options);
};

test('a viewer has the host’s picture and sound from the same room; the show is live for as long as the host publishes', async () => {
  const { slug, camera } = await host('on-stage');
  const viewer = await join(await tokenOf(`room=${slug}&username=Ann`));
  await expect
    .poll(() => viewer.tracks.map(({ source }) => source).sort(), { timeout: 10_000 })
    .toEqual([TrackSource.SOURCE_CAMERA, TrackSource.SOURCE_MICROPHONE].sort());
  await reconcile(services);
  expect(await statusOf(slug)).toBe('live');
  await call(services, 'POST', `/api/v1/events/${slug}/off-air`, { token });
  expect(await statusOf(slug)).toBe('ready');
  await expect.poll(() => viewer.room.remoteParticipants.size).toBe(0);
  camera.freeze();
});

test('T3: a viewer who tries to publish media or data is refused by LiveKit itself', async () => {
  const show = await makeShow(services, token, 'quiet');
  const rooms = new RoomServiceClient(server.url.replace('ws', 'http'), server.apiKey, server.apiSecret);
  const eve = await join(await tokenOf('room=quiet&username=Eve'));
  const ann = await join(await tokenOf('room=quiet&username=Ann'));
  for (const source of [TrackSource.SOURCE_CAMERA, TrackSource.SOURCE_SCREENSHARE]) {
    expect(await comesToNothing(publishPicture(eve.room, source))).not.toBe('done');
  }
  const payload = new TextEncoder().encode('goal for us');
  await comesToNothing(eve.room.localParticipant?.publishData(payload, { reliable: true, topic: 'chat' }));
  await comesToNothing(eve.room.localParticipant?.updateName('Referee'));
  // The server's own word arrives, and behind it would be what came before.
  await rooms.sendData(show.slug, new TextEncoder().encode('from the server'), 0, { topic: 'chat' });
  await expect.poll(() => ann.heard).toEqual(['from the server']);
  expect(ann.tracks).toEqual([]);
  const listed = await rooms.listParticipants(show.slug);
  expect(listed.map(({ tracks, name }) => [tracks.length, name]).sort()).toEqual([
    [0, 'Ann'],
    [0, 'Eve'],
  ]);
});

test('T3: neither does WHIP let a viewer publish, which lets a host', async () => {
  const show = await makeShow(services, token, 'whip');
  const ports = await freeRtpPorts();
  const program = startSyntheticProgram({ rtp: ports });
  left.push(() => program.stop());
  const tracksBy = async (
    mint: () => Promise<string>,
    enough: (tracks: number) => boolean,
    waitMs: number,
  ) => {
    const ann = await join(await tokenOf('room=whip&username=Ann'));
    const mintToken = async () => ({ url: server.url, token: await mint() });
    const output = new WhipOutput({ id: 'try', ports, mintToken });
    output.start();
    try {
      const giveUp = performance.now() + waitMs;
      while (!enough(ann.tracks.length) && performance.now() < giveUp) await pace(100);
      const { publishing = false } =
        (await services.livekit.listParticipants(show.slug)).find((one) => one.publishing) ?? {};
      return { tracks: ann.tracks.length, publishing };
    } finally {
      await output.stop();
      await ann.room.disconnect();
    }
  };
  const asHost = () => tokenOf('room=whip&role=host', { cookies: show.host });
  expect(await tracksBy(asHost, (tracks) => tracks === 2, 30_000)).toEqual({ tracks: 2, publishing: true });
  const asViewer = () => tokenOf('room=whip&username=Eve');
  expect(await tracksBy(asViewer, (tracks) => tracks > 0, 6_000)).toEqual({ tracks: 0, publishing: false });
});

test('a host publishes pictures and sound, and no data', async () => {
  const show = await makeShow(services, token, 'no-data');
  const ann = await join(await tokenOf('room=no-data&username=Ann'));
  const speaker = await join(await tokenOf('room=no-data&role=host', { cookies: show.host }));
  expect(await comesToNothing(publishPicture(speaker.room, TrackSource.SOURCE_SCREENSHARE))).toBe('done');
  expect(await comesToNothing(publishPicture(speaker.room, TrackSource.SOURCE_SCREENSHARE_AUDIO))).not.toBe(
    'done',
  );
  await comesToNothing(
    speaker.room.localParticipant?.publishData(new TextEncoder().encode('x'), { reliable: true }),
  );
  await expect.poll(() => ann.tracks.map(({ source }) => source)).toEqual([TrackSource.SOURCE_SCREENSHARE]);
  expect(ann.heard).toEqual([]);
});

test('T4: a token for one room does not open another', async () => {
  const { slug } = await host('here');
  await makeShow(services, token, 'there');
  const jwt = await tokenOf('room=there&username=Eve');
  // Whatever room the address names, the one in the token counts.
  const room = new Room();
  left.push(() => room.disconnect());
  const tracks: unknown[] = [];
  room.on(RoomEvent.TrackSubscribed, (track) => tracks.push(track));
  await room
    .connect(`${server.url}?room=${slug}`, jwt, { autoSubscribe: true, dynacast: false })
    .catch(() => undefined);
  const http = server.url.replace('ws', 'http');
  const listing = await fetch(`${http}/twirp/livekit.RoomService/ListParticipants`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${jwt}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ room: slug }),
  });
  expect(listing.status).toBe(401);
  await holds('nothing to see', () => tracks.length + room.remoteParticipants.size === 0, 1_000);
});

test('T4: an operator in the cameras’ room sees 0 tracks that it could subscribe to', async () => {
  const match = await makeEvent(services, token, { slug: 'derby' });
  const [one, other] = [await makeCamera(services, token, match), await makeCamera(services, token, match)];
  const jwtOf = async (camera: typeof one) =>
    (await call(services, 'POST', '/api/cameras/token', { cookies: camera.cookies })).json.token;
  const camera = await publishSimpleCamera(server.url, await jwtOf(one), 90);
  left.push(() => camera.leave());
  const operator = await join(await jwtOf(other));
  const room = roomsOf('derby').cameras;
  await expect.poll(async () => (await services.livekit.listParticipants(room)).length).toBe(2);
  for (const participant of operator.room.remoteParticipants.values()) {
    for (const publication of participant.trackPublications.values()) publication.setSubscribed(true);
  }
  await holds('no track', () => operator.tracks.length === 0, 2_000);
});
