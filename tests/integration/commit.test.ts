import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Claims, withClaims } from '../../db/claims';
import { commit } from '../../db/commit';
import { connect, type Sql } from '../../db/connect';
import { raiseSeq } from '../../db/queries/switching';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { createProduction, type Production } from '../support/web/test-realtime';

let database: TestDatabase;
let production: Production;
let sql: Sql;
let rings: [string, number][] = [];
const doorbell = {
  subject: 'event' as const,
  ring: (eventId: string, seq: number) => void rings.push([eventId, seq]),
};
const seqNow = async () =>
  (await production.admin<{ seq: number }[]>`select seq from events where id = ${production.eventId}`)[0]
    ?.seq;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.webUrl, { max: 2 });
  production = await createProduction(database.adminUrl);
});

afterAll(async () => {
  await Promise.all([sql.end(), production.admin.end()]);
  await database.drop();
});

test('what raised a seq rings once, with the newest, and only after the commit', async () => {
  rings = [];
  const { director, eventId } = production;
  const seq = await commit({ sql, doorbell }, director, async (tx) => {
    await raiseSeq(tx, eventId, ['event']);
    const last = await raiseSeq(tx, eventId, ['log']);
    expect(rings).toEqual([]);
    return last;
  });
  expect(rings).toEqual([[eventId, seq]]);
  expect(await seqNow()).toBe(seq);
});

test('what is rolled back, changes nothing, or is not theirs, rings nothing', async () => {
  rings = [];
  const { director, eventId } = production;
  const failing = commit({ sql, doorbell }, director, async (tx) => {
    await raiseSeq(tx, eventId, ['event']);
    throw new Error('in the middle');
  });
  await expect(failing).rejects.toThrow('in the middle');
  const viewer: Claims = { kind: 'viewer' };
  expect(await commit({ sql, doorbell }, viewer, (tx) => raiseSeq(tx, eventId, ['event']))).toBeNull();
  await commit({ sql, doorbell }, director, async (tx) => void (await tx`select 1`));
  expect(rings).toEqual([]);
});

test('a transaction that nobody would ring for cannot raise a seq', async () => {
  const { director, eventId } = production;
  const before = await seqNow();
  // @ts-expect-error: only `commit` makes the transactions that raiseSeq takes.
  await expect(withClaims(sql, director, (tx) => raiseSeq(tx, eventId, ['event']))).rejects.toThrow();
  expect(await seqNow()).toBe(before);
});
