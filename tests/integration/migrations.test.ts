import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { purpose, withClaims } from '../../db/claims';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';

let database: TestDatabase;
let web: Sql;
let admin: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  web = connect(database.webUrl, { max: 3 });
  admin = connect(database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await web.end();
  await admin.end();
  await database.drop();
});

test('every table has row level security, forced', async () => {
  const open = await admin`
    select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and relname <> 'schema_migrations'
      and not (c.relrowsecurity and c.relforcerowsecurity)`;
  expect(open).toEqual([]);
});

test('a query outside withClaims is refused', async () => {
  await expect(web`select * from events`).rejects.toThrow(/permission denied/);
});

test('claims end with their transaction', async () => {
  await withClaims(web, purpose('setup'), (tx) => tx`select * from teams`);
  await expect(web`select * from teams`).rejects.toThrow(/permission denied/);
  const rows = await withClaims(web, { kind: 'viewer' }, (tx) => tx`select * from teams`);
  expect(rows).toEqual([]);
});

test('the web role can write a stream key and never read it', async () => {
  const claims = { kind: 'viewer' } as const;
  await expect(withClaims(web, claims, (tx) => tx`select sealed from destination_secrets`)).rejects.toThrow(
    /permission denied/,
  );
});
