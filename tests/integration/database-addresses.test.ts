import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect';
import { listen } from '../../db/listen';
import { migrate } from '../../db/migrate';
import { startPostgres, type TestPostgres } from '../support/database/test-postgres';

/** Every way in which people write DATABASE_URL, up to a LISTEN with the login that the migration made. */
const PASSWORD = 'p#s/s?w@r%d:ß';
let server: TestPostgres;
let socketDir: string;
let port: string;

beforeAll(async () => {
  socketDir = await mkdtemp(join(tmpdir(), 'touchline-socket-'));
  // As root the server runs as its own user, who makes the socket.
  await chmod(socketDir, 0o777);
  server = await startPostgres({ unix_socket_directories: socketDir, listen_addresses: '127.0.0.1,::1' });
  port = new URL(server.url('postgres')).port;
  const sql = connect(server.url('postgres'), { max: 1 });
  await sql`select set_config('test.password', ${PASSWORD}, false)`;
  await sql`do $$ begin
    execute format('create role admin superuser login password %L', current_setting('test.password'));
  end $$`;
  await sql`create database touchline`.finally(() => sql.end());
});
afterAll(async () => {
  await server.discard();
  await rm(socketDir, { recursive: true, force: true });
});

const encoded = encodeURIComponent(PASSWORD);
test.each([
  ['a raw password', () => `postgres://admin:${PASSWORD}@127.0.0.1:${port}/touchline`],
  ['an encoded password', () => `postgres://admin:${encoded}@127.0.0.1:${port}/touchline`],
  ['a socket', () => `postgres://admin:${encoded}@/touchline?host=${socketDir}&port=${port}`],
  [
    'a socket as the host',
    () => `postgres://admin:${encoded}@${encodeURIComponent(socketDir)}:${port}/touchline`,
  ],
  ['IPv6', () => `postgres://admin:${encoded}@[::1]:${port}/touchline`],
  [
    'a managed server’s parameters',
    () => `postgres://admin:${encoded}@127.0.0.1:${port}/touchline?sslmode=prefer&channel_binding=prefer`,
  ],
])('%s in DATABASE_URL works, also for the web process that listens', async (_what, url) => {
  const { webUrl } = await migrate(url(), { dataDir: server.dataDir });
  const sql = connect(webUrl, { max: 1 });
  const [row] = await sql<
    { who: string; db: string }[]
  >`select current_user as who, current_database() as db`;
  await sql.end();
  expect(row).toEqual({ who: 'touchline_web', db: 'touchline' });
  await new Promise<void>((resolve) => {
    const listener = listen(webUrl, {
      onRing: () => undefined,
      onListening: () => resolve(listener.close()),
    });
  });
});
