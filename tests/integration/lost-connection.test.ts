import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { until } from '../support/time/until';

/**
 * postgres.js 3.4.9 as released writes to the null socket of a lost connection, from an immediate that nobody
 * can catch, or leaves a statement and the whole connection without an answer for ever (decision 29).
 */
let database: TestDatabase;
let admin: Sql;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = connect(database.adminUrl, { max: 1 });
  sql = connect(database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await admin.end({ timeout: 1 });
  await database.drop();
});

/** Ends the session of a connection, and waits until both the server and the client know. */
async function lose(pid: number): Promise<void> {
  await admin`select pg_terminate_backend(${pid})`;
  await until('the session to be gone', async () => {
    return (await admin`select 1 from pg_stat_activity where pid = ${pid}`).length === 0;
  });
}

const poolAnswers = () => until('the pool to answer', async () => (await sql`select 1`).length === 1);

test('a transaction that goes on after its connection was lost fails in its caller, and the pool goes on', async () => {
  for (let round = 0; round < 40; round++) {
    const late: Promise<unknown>[] = [];
    const transaction = sql.begin(async (tx) => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
      if (!row) throw new Error('PostgreSQL gave no pid.');
      await lose(row.pid);
      const statement = tx`select 1`;
      late.push(statement.catch((error: unknown) => error));
      await statement;
    });
    await expect(transaction).rejects.toThrow();
    await until('the late statement', () => late.length === 1);
    expect(await late[0]).toBeInstanceOf(Error);
    await poolAnswers();
  }
});

test('a statement on a reserved connection that was lost fails in its caller, and the pool goes on', async () => {
  for (let round = 0; round < 5; round++) {
    // Reserving opens no connection of its own in this driver.
    await poolAnswers();
    const reserved = await sql.reserve();
    const [row] = await reserved<{ pid: number }[]>`select pg_backend_pid() as pid`;
    if (!row) throw new Error('PostgreSQL gave no pid.');
    await lose(row.pid);
    await expect(reserved`select 1`).rejects.toThrow();
    reserved.release();
  }
  await poolAnswers();
  const answers = await Promise.all(Array.from({ length: 8 }, () => sql<{ n: number }[]>`select 1 as n`));
  expect(answers.map(([answer]) => answer?.n)).toEqual(Array(8).fill(1));
});
