import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reconcile } from '../../app/domain/rooms/reconcile';
import { AppError } from '../../core/errors';
import { roomsOf } from '../../core/rooms';
import type { Livekit } from '../../livekit/tokens';
import { asAdmin, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** What one round still does when LiveKit answers some questions, or none. */
let services: TestServices;
let token: string;
/** Slugs of two events with a camera each that has left without a message. */
let slugs: string[];

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
beforeEach(async () => {
  slugs = [];
  for (let i = 0; i < 2; i++) {
    const event = await makeEvent(services, token);
    await makeCamera(services, token, event);
    slugs.push(event.slug);
  }
  await asAdmin(services, async (sql) => {
    await sql`update cameras set participant_sid = 'PA_1', participant_left = false`;
    await sql`insert into webhook_events (id, received_at) values ('EV_old', now() - interval '2 hours')
      on conflict do nothing`;
  });
});
afterAll(() => services.close());

/** LiveKit, away for the rooms that are named. */
const awayFor = (away: (room: string) => boolean): Livekit => ({
  ...services.livekit,
  listParticipants: (room) =>
    away(room) ? Promise.reject(new AppError('unavailable', 'It does not answer.')) : Promise.resolve([]),
});
const left = (slug: string | undefined) =>
  asAdmin(
    services,
    (sql) => sql<{ left: boolean }[]>`
      select c.participant_left as left from cameras c join events e on e.id = c.event_id where e.slug = ${slug ?? ''}`,
  ).then((rows) => rows.map((row) => row.left));
const oldWebhooks = () =>
  asAdmin(services, (sql) => sql`select 1 from webhook_events where id = 'EV_old'`).then(
    ({ length }) => length,
  );

test.each([0, 1])('F30: room %i that LiveKit does not answer for stops no other event', async (failing) => {
  const [slug, other] = [slugs[failing] ?? '', slugs[1 - failing]];
  const livekit = awayFor((room) => room === roomsOf(slug).cameras);
  await expect(reconcile({ ...services, livekit })).rejects.toBeInstanceOf(AggregateError);
  expect([await left(slug), await left(other)]).toEqual([[false], [true]]);
});

test('while LiveKit is away, what is old is still cleared away', async () => {
  expect(await oldWebhooks()).toBe(1);
  await expect(reconcile({ ...services, livekit: awayFor(() => true) })).rejects.toBeInstanceOf(
    AggregateError,
  );
  expect(await oldWebhooks()).toBe(0);
});
