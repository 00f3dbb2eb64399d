import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientToServer, MessageOf, PhoneTelemetry, ServerToClient } from '../../contract/messages';
import type { Audience } from '../../contract/vocabulary';
import { connect, type Sql } from '../../db/connect';
import { until } from '../support/time/until';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import {
  cameraTicket,
  createProduction,
  crewTicket,
  type Production,
  TestClient,
  viewerTicket,
} from '../support/web/test-realtime';
import { startWeb, type WebProcess } from '../support/web/web-process';

/** What each kind of message of the web process tells whom. Who gets a socket: realtime-tickets.test.ts. */
let database: TestDatabase;
let sql: Sql;
let web: WebProcess;
let ours: Production;
let theirs: Production;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.webUrl, { max: 4 });
  ours = await createProduction(database.adminUrl);
  theirs = await createProduction(database.adminUrl);
  for (const { admin, eventId } of [ours, theirs])
    await admin`update events set status = 'ready' where id = ${eventId}`;
  await ours.admin`update cameras set label = 'CANARY-camera' where event_id = ${ours.eventId}`;
  await ours.admin`insert into chats (event_id, seq, state) values (${ours.eventId}, 1, 'open')`;
  web = await startWeb(database.webUrl);
}, 600_000);
afterAll(async () => {
  await web?.close();
  await sql?.end();
  await ours?.admin.end();
  await theirs?.admin.end();
  await database?.drop();
});

type Name = keyof ServerToClient;

/** What each audience of an event hears when everything happens to it; null: it is no event's. */
const HEARD_BY: Record<Name, Audience[] | null> = {
  snapshot: ['crew', 'public', 'camera'],
  update: ['crew', 'public', 'camera'],
  telemetry: ['crew'],
  presence: ['crew', 'public', 'camera'],
  chat: ['crew', 'public'],
  takenOver: ['camera'],
  clock: null,
  moving: null,
};

const meters = (codec: string): PhoneTelemetry => ({
  battery: 0.5,
  charging: null,
  width: 1280,
  height: 720,
  fps: 30,
  kbps: 2500,
  loss: 0,
  rttMs: 30,
  codec,
  micMuted: false,
  pictureOff: false,
  limited: 'none',
});

/** One of each that a client may send; a new one does not compile until it is here. */
const sendAll = ({ socket }: TestClient<Audience>, codec: string): void => {
  const all: { [Sent in keyof ClientToServer]: MessageOf<ClientToServer, Sent> } = {
    phone: meters(codec),
    resume: { seq: 0 },
  };
  for (const [name, content] of Object.entries(all)) socket.emit(name, content);
};

/** Everything that one socket was told, and the kinds of messages. */
async function listen(audience: Audience, production: Production) {
  const tickets: Record<Audience, () => Promise<string> | string> = {
    crew: () => crewTicket(sql, production),
    public: () => viewerTicket(production.eventId),
    camera: () => cameraTicket(sql, production, 0),
  };
  const client = new TestClient<Audience>(web.url, await tickets[audience]());
  const told: string[] = [];
  const kinds = new Set<string>();
  client.socket.onAny((name: string, content: unknown) => {
    kinds.add(name);
    told.push(JSON.stringify([name, content]));
  });
  await client.until(({ snapshots }) => snapshots === 1);
  return { audience, client, told: () => told.join('\n'), kinds };
}

const AUDIENCES: Audience[] = ['crew', 'public', 'camera'];
const all = async (production: Production) => {
  const listening = [];
  for (const audience of AUDIENCES) listening.push(await listen(audience, production));
  return listening;
};

test('T18: sockets of another event are told nothing of this one, and what they send changes nothing in it', async () => {
  const inside = await all(ours);
  const outside = await all(theirs);
  const [crew] = inside;
  const camera = ours.cameras[0];

  for (const { client, audience } of outside) sendAll(client, `FOREIGN-${audience}`);
  for (const { client, audience } of inside)
    if (audience !== 'camera') sendAll(client, `FOREIGN-${audience}`);
  await ours.cut(camera);
  const seq = await ours.retitle('CANARY-title');
  const said = await fetch(`${web.url}/api/chat/${ours.slug}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${viewerTicket(ours.eventId)}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: 'CANARY-text', name: 'CANARY-fan' }),
  });
  expect(said.status).toBe(201);
  // Whose place this phone's second tab takes.
  const newer = await listen('camera', ours);
  newer.client.socket.emit('phone', meters('ours'));

  await crew?.client.until(({ telemetry }) => telemetry.at(-1)?.cameras[camera]?.phone?.codec === 'ours');
  for (const { client, audience } of inside)
    if (audience !== 'camera') await client.until(({ chain }) => chain.seq >= seq);
  await newer.client.until(({ chain }) => chain.seq >= seq);
  await inside[2]?.client.until(({ takenOver }) => takenOver);
  for (const { told, audience } of inside)
    if (audience !== 'camera') await until('the message to arrive', () => told().includes('CANARY-text'));
  // What was on its way to the others has come before the answer to this.
  for (const { client } of outside) {
    const before = client.snapshots;
    client.socket.emit('resume', { seq: 0 });
    await client.until(({ snapshots }) => snapshots > before);
  }

  const secrets = [ours.eventId, ours.slug, ...ours.cameras, 'CANARY-title', 'CANARY-text', 'CANARY-fan'];
  for (const { told, audience } of outside) {
    const leaked = [...secrets, 'CANARY-camera'].filter((word) => told().includes(word));
    expect([audience, leaked]).toEqual([audience, []]);
  }
  // A phone's meters come from phones, of this event.
  expect(crew?.told()).not.toContain('FOREIGN-');
  // The audience hears nothing that is the crew's, and a phone nothing of another phone.
  expect(inside[1]?.told()).not.toContain('CANARY-camera');
  for (const { told } of [inside[2], newer].flatMap((one) => one ?? []))
    expect(told()).not.toContain(ours.cameras[1]);
  const phones = new Set([...(inside[2]?.kinds ?? []), ...newer.kinds]);
  const heard = { crew: crew?.kinds, public: inside[1]?.kinds, camera: phones };
  for (const audience of AUDIENCES) {
    const wanted = Object.entries(HEARD_BY).filter(([, by]) => by?.includes(audience));
    expect([audience, [...(heard[audience] ?? [])].sort()]).toEqual([
      audience,
      wanted.map(([name]) => name).sort(),
    ]);
  }
  for (const { client } of [...inside, ...outside, newer]) client.close();
});
