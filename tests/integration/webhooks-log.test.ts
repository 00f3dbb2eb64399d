import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Services } from '../../app/services';
import { asAdmin, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { deliver, sign } from '../support/api/livekit-webhooks';

/** What the event's log says of LiveKit's rooms and egresses. */
let services: TestServices;
let token: string;
let event: Awaited<ReturnType<typeof makeEvent>>;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
beforeEach(async () => {
  event = await makeEvent(services, token);
});
afterAll(() => services.close());

type Note = { event: string; id?: string } & Record<string, unknown>;
const note = async (told: Note, node: Services = services) => {
  const body = JSON.stringify({
    id: `EV_${randomBytes(6).toString('hex')}`,
    createdAt: String(Math.floor(Date.now() / 1000)),
    ...told,
  });
  expect((await deliver(node, body, await sign(body))).status).toBe(204);
};
const lines = () =>
  asAdmin(
    services,
    (sql) =>
      sql<{ kind: string; severity: string; text: string }[]>`
        select kind, severity, text from event_log
        where event_id = ${event.id} and (kind like 'room_%' or kind like 'egress_%') order by id`,
  ).then((rows) => rows.map(({ kind, severity, text }) => `${kind} ${severity}: ${text}`));

function permutations<T>(of: T[]): T[][] {
  if (of.length <= 1) return [of];
  return of.flatMap((one, i) =>
    permutations([...of.slice(0, i), ...of.slice(i + 1)]).map((rest) => [one, ...rest]),
  );
}

test('a room that opens and closes is logged once, however often LiveKit says so (F28)', async () => {
  const sid = `RM_${randomBytes(4).toString('hex')}`;
  const room = { name: `${event.slug}:cameras`, sid };
  const other = services.another();
  await Promise.all([
    note({ event: 'room_started', id: `EV_${sid}`, room }),
    note({ event: 'room_started', id: `EV_${sid}`, room }, other),
    note({ event: 'room_started', room }),
  ]);
  await Promise.all([note({ event: 'room_finished', room }), note({ event: 'room_finished', room }, other)]);
  expect(await lines()).toEqual([
    'room_started info: The room for cameras opened.',
    'room_ended info: The room for cameras closed.',
  ]);
});

test('F29: in whatever order an egress is reported, the log says the same', async () => {
  const told = [
    { event: 'egress_started', status: 'EGRESS_STARTING' },
    { event: 'egress_updated', status: 'EGRESS_ACTIVE' },
    { event: 'egress_updated', status: 'EGRESS_FAILED' },
    { event: 'egress_ended', status: 'EGRESS_FAILED' },
  ];
  const orders = permutations(told);
  expect(orders).toHaveLength(24);
  for (const [i, order] of orders.entries()) {
    const egressId = `EG_${event.id.slice(0, 8)}_${i}`;
    for (const { event: name, status } of [...order, ...order.slice(0, 2)]) {
      const secret = 'rtmp://live.example.org/app/CANARY';
      await note({
        event: name,
        egressInfo: { egressId, roomName: event.slug, status, error: `cannot reach ${secret}` },
      });
    }
  }
  const found = await lines();
  expect(found).toHaveLength(48);
  for (let i = 0; i < found.length; i += 2)
    expect(found.slice(i, i + 2)).toEqual([
      'egress_started info: An egress of LiveKit began.',
      'egress_ended warning: An egress of LiveKit failed.',
    ]);
  const all = await asAdmin(services, async (sql) => JSON.stringify(await sql`select * from event_log`));
  expect(all).not.toContain('CANARY');
});

test('rooms that are none of ours leave no trace', async () => {
  await note({ event: 'room_started', room: { name: 'somebody-elses', sid: 'RM_x' } });
  await note({ event: 'room_started', room: { name: `${event.slug}:unknown`, sid: 'RM_y' } });
  expect(await lines()).toEqual([]);
});
