import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Who } from '../../app/api/actor';
import { TABLE } from '../../app/api/table';
import { CREW_ROLES, type CrewRole } from '../../contract/vocabulary';
import { connect, type Sql } from '../../db/connect';
import { call, type CallOptions, names } from '../support/api/call';
import { ticketFor } from '../support/events/chat-people';
import { type Client, CLIENTS } from '../support/rights/every-actor';
import { type Endpoint, LAWFUL_CALLS, type LawfulCall, pathOf } from '../support/rights/every-endpoint';
import { everyRow } from '../support/rights/every-table';
import { type FullEvent, makeFullEvent } from '../support/events/full-event';
import { type Member, ownersOfTwoTeams } from '../support/rights/two-teams';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { sign } from '../support/api/livekit-webhooks';

/** Who calls: a client of the event's own team and crew, or of another team's event. */
type Caller = { kind: 'nobody' | 'livekit'; own: true } | { kind: Client; own: boolean };
type Outcome = 'allowed' | 401 | 403 | 404;

const CALLERS: Caller[] = [
  { kind: 'nobody', own: true },
  { kind: 'livekit', own: true },
  ...Object.values(CLIENTS).flatMap((kinds) =>
    kinds.flatMap((kind) => [true, false].map((own) => ({ kind, own }))),
  ),
];
const nameOf = ({ kind, own }: Caller) => `${own ? '' : 'another event’s '}${kind}`;

const isRole = (kind: Caller['kind']): kind is CrewRole => CREW_ROLES.some((role) => role === kind);
const only =
  (...kinds: Caller['kind'][]) =>
  ({ kind }: Caller): Outcome =>
    kinds.includes(kind) ? 'allowed' : 401;
/**
 * The event's team and these of its crew. To a member of another team there is no such event; who is of
 * another event's crew is nobody here.
 */
const team =
  (...roles: CrewRole[]) =>
  ({ kind, own }: Caller): Outcome => {
    if (kind === 'session' || kind === 'token') return own ? 'allowed' : 404;
    if (!isRole(kind) || !own) return 401;
    return roles.includes(kind) ? 'allowed' : 403;
  };
const viewer = ({ kind, own }: Caller): Outcome => (kind === 'viewer' && own ? 'allowed' : 401);

/** What each word in the table's column `who` means for each caller. */
const EXPECTED: Record<Who, (caller: Caller) => Outcome> = {
  anyone: () => 'allowed',
  livekit: only('livekit'),
  viewer,
  speaker: (caller) => (caller.kind === 'viewer' ? viewer(caller) : team(...CREW_ROLES)(caller)),
  // Whichever phone it is: it gets what is its own.
  phone: only('phone'),
  // Whichever team it is: likewise.
  member: only('session', 'token'),
  crew: team(...CREW_ROLES),
  scorer: team('director', 'scorer'),
  moderator: team('director', 'moderator', 'host'),
  host: team('host'),
  assistant: team('director', 'assistant'),
  director: team('director'),
  owner: team(),
};

let services: TestServices;
let admin: Sql;
let theirs: FullEvent;
/** Of the event's team, and of the other. */
let members: Member[] = [];

beforeAll(async () => {
  services = await createTestServices();
  admin = connect(services.database.adminUrl, { max: 4 });
  members = await ownersOfTwoTeams(services);
  theirs = await makeFullEvent(services, admin, members[1]?.token ?? '');
});
afterAll(async () => {
  await admin.end();
  await services.close();
});

const newEvent = (state: LawfulCall) => makeFullEvent(services, admin, members[0]?.token ?? '', state);
// What is compared before and after stays small.
afterEach(() => admin`delete from events where id <> ${theirs.id}`);

/** What a caller sends of itself when it calls something of `event`. */
async function credentials({ kind, own }: Caller, event: FullEvent, raw: string): Promise<CallOptions> {
  const from = own ? event : theirs;
  const member = members[own ? 0 : 1];
  switch (kind) {
    case 'nobody':
      return {};
    case 'livekit':
      return { headers: { Authorization: await sign(raw) } };
    case 'session':
      return { cookies: { [names.session]: member?.session ?? '' } };
    case 'token':
      return { token: member?.token ?? '' };
    case 'phone':
      return { cookies: { [names.device]: from.device } };
    case 'viewer':
      return { token: ticketFor(services, from.id) };
    default:
      // Under the name that this event's own has: a cookie's name is no protection.
      return { cookies: { [names.crew(event.slug)]: from.crew[kind] } };
  }
}

async function statusOf(caller: Caller, endpoint: Endpoint, lawful: LawfulCall, event: FullEvent) {
  const [method = ''] = endpoint.split(' ');
  const raw = lawful.raw?.() ?? '';
  const { status } = await call(services, method, pathOf(endpoint, lawful, event, services), {
    ...(await credentials(caller, event, raw)),
    ...(lawful.body ? { body: lawful.body(event) } : {}),
    ...(lawful.raw ? { raw } : {}),
    ip: `198.51.100.${CALLERS.indexOf(caller)}`,
  });
  return status;
}

const CASES = TABLE.flatMap(({ address, who }) =>
  LAWFUL_CALLS[address].map((lawful) => {
    const named = lawful.named ? `${address}, ${lawful.named},` : address;
    return [named, lawful.who ?? who, address, lawful] as const;
  }),
);

test('an endpoint stands once in the table, with a call of each', () => {
  const addresses = TABLE.map(({ address }) => address);
  expect([...new Set(addresses)].sort()).toEqual(Object.keys(LAWFUL_CALLS).sort());
  expect(addresses).toHaveLength(new Set(addresses).size);
  expect(Object.values(LAWFUL_CALLS).every((calls) => calls.length > 0)).toBe(true);
});

test.each(CASES)('T5, T18: %s is for %s', async (_, who, address, lawful) => {
  const outcomes = CALLERS.map((caller) => ({ caller, outcome: EXPECTED[who](caller) }));
  const standing = await newEvent(lawful);
  const before = await everyRow(admin);
  const got: Record<string, number | string> = {};
  const wanted: Record<string, number | string> = {};
  await Promise.all(
    outcomes.map(async ({ caller, outcome }) => {
      if (outcome === 'allowed') return;
      wanted[nameOf(caller)] = outcome;
      got[nameOf(caller)] = await statusOf(caller, address, lawful, standing);
    }),
  );
  expect(got).toEqual(wanted);
  expect(await everyRow(admin)).toEqual(before);

  const { answers = {} } = TABLE.find((row) => row.address === address) ?? {};
  await Promise.all(
    outcomes.map(async ({ caller, outcome }) => {
      if (outcome !== 'allowed') return;
      const event = address.startsWith('GET ') ? standing : await newEvent(lawful);
      const status = await statusOf(caller, address, lawful, event);
      const succeeded = lawful.answers === undefined ? status in answers : status === lawful.answers;
      wanted[nameOf(caller)] = outcome;
      got[nameOf(caller)] = succeeded ? outcome : status;
    }),
  );
  expect(got).toEqual(wanted);
});
