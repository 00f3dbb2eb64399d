import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkConnections, connectionsFor } from '../../db/connection-budget';
import { connect } from '../../db/connect';
import { startPostgres, type TestPostgres } from '../support/database/test-postgres';

let server: TestPostgres;
const needs = (webProcesses: number, engineProcesses = 1) =>
  connectionsFor({ webProcesses, engineProcesses });
beforeAll(async () => {
  // Three of them are PostgreSQL's own.
  server = await startPostgres({ max_connections: String(needs(2) + 3) });
});
afterAll(() => server.discard());

const check = (webProcesses: number, engineProcesses = 1) =>
  checkConnections(server.url('postgres'), { webProcesses, engineProcesses });

test('as many web processes as the database has connections for are taken', async () => {
  expect(await check(1)).toBeNull();
  expect(await check(2)).toBeNull();
});

test('more are refused with the number that works', async () => {
  const sentence = new RegExp(
    `^WEB_PROCESSES=6 and ENGINE_PROCESSES=1 need ${needs(6)} connections .*: start with --web 2 \\(WEB_PROCESSES=2\\),`,
  );
  await expect(check(6)).rejects.toThrow(sentence);
  await expect(check(3)).rejects.toThrow('start with --web 2 (');
  // Engines are what somebody wants to have two of; web processes give way first.
  await expect(check(2, 2)).rejects.toThrow('start with --web 1 (WEB_PROCESSES=1),');
  await expect(check(1, 8)).rejects.toThrow(
    /--web 1 --engines (\d) \(WEB_PROCESSES=1 ENGINE_PROCESSES=\1\),/,
  );
});

test('the limit of the database itself counts; one web process is only warned of it', async () => {
  const sql = connect(server.url('postgres'), { max: 1 });
  await sql`alter database postgres connection limit 20`.finally(() => sql.end());
  await expect(check(2)).rejects.toThrow('which allows 20: start with --web 1 (');
  expect(await check(1)).toMatch(/allows 20 connections/);
});
