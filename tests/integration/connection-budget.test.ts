import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkConnections, connectionsFor } from '../../db/connection-budget';
import { connect } from '../../db/connect';
import { startPostgres, type TestPostgres } from '../support/database/test-postgres';

let server: TestPostgres;
beforeAll(async () => {
  // Three of them are PostgreSQL's own.
  server = await startPostgres({ max_connections: String(connectionsFor(2) + 3) });
});
afterAll(() => server.discard());

const check = (webProcesses: number) => checkConnections(server.url('postgres'), webProcesses);

test('as many web processes as the database has connections for are taken', async () => {
  expect(await check(1)).toBeNull();
  expect(await check(2)).toBeNull();
});

test('more are refused with the number that works', async () => {
  const sentence = new RegExp(
    `^WEB_PROCESSES=6 needs ${connectionsFor(6)} connections .* set WEB_PROCESSES=2,`,
  );
  await expect(check(6)).rejects.toThrow(sentence);
  await expect(check(3)).rejects.toThrow('set WEB_PROCESSES=2,');
});

test('the limit of the database itself counts; one web process is only warned of it', async () => {
  const sql = connect(server.url('postgres'), { max: 1 });
  await sql`alter database postgres connection limit 20`.finally(() => sql.end());
  await expect(check(2)).rejects.toThrow('which allows 20: set WEB_PROCESSES=1,');
  expect(await check(1)).toMatch(/allows 20 connections/);
});
