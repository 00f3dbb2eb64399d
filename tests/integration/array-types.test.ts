import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await database.drop();
});

test('arrays go to PostgreSQL and come back as they were', async () => {
  const texts = [
    '',
    'plain',
    'NULL',
    'null',
    'a,b',
    '{x}',
    '"quoted"',
    'back\\slash',
    'new\nline',
    ' space ',
    'ü😀',
  ];
  const ids = ['7f2c1f3e-3d57-4f0e-9d5a-0d3c5b1a2e4f'];
  const [row] = await sql`
    select ${texts}::text[] as texts, ${[]}::text[] as nothing, ${[null, 'a']}::text[] as gaps, ${ids}::uuid[] as ids,
      ${[1, -2]}::integer[] as numbers, ${[2 ** 40]}::bigint[] as large`;
  expect(row).toEqual({ texts, nothing: [], gaps: [null, 'a'], ids, numbers: [1, -2], large: [2 ** 40] });
});

test('every kind of array in the schema is one that we can read', async () => {
  const rows = await sql<{ type: string }[]>`
    select distinct t.typname as type
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace and a.attnum > 0
    join pg_type t on t.oid = a.atttypid and t.typcategory = 'A'`;
  const known = ['_text', '_uuid', '_int4', '_int8'];
  expect(rows.map(({ type }) => type).filter((type) => !known.includes(type))).toEqual([]);
});
