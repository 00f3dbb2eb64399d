import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ANNOUNCE_MS } from '../../app/realtime/viewers/announcer';
import { connect } from '../../db/connect';
import { migrate } from '../../db/migrate';
import { startPostgres } from '../../tests/support/database/test-postgres';
import { createProduction, ORIGIN, viewerTicket } from '../../tests/support/web/test-realtime';
import { until } from '../../tests/support/time/until';
import { closingAfter } from '../closing';
import { spread, table } from '../figures';
import { openWire } from './wire';

const WITHIN_MS = 5_000;
/** The final number has arrived everywhere by then. */
const SETTLE_MS = 10_000;
/** At most this many of one address count (config/limits): a crowd comes from many. */
const PER_ADDRESS = 50;

interface Crowd {
  messages: number;
  /** One for each client and each half second from its joining until half a second after the last one's. */
  windows: number;
  /** From the last joining until every client had the final number. */
  rightAfterMs: number;
}

/**
 * 1,000 viewers join within 5 s: messages with the count over clients × windows (design §11: at most 1.05),
 * final number exact.
 */
export async function benchJoin({ quick }: { quick: boolean }): Promise<number> {
  const clients = 1_000;
  const rounds = quick ? 1 : 5;
  const found: Crowd[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    console.error(`audience: a crowd joins, round ${round} of ${rounds} …`);
    found.push(await measure(clients));
  }
  const ratio = found.map(({ messages, windows }) => messages / windows);
  console.log(
    `\naudience: ${clients} viewers join within ${WITHIN_MS / 1000} s, median (least–most) of ${rounds} rounds`,
  );
  console.log(
    table([
      ['', '', 'aim'],
      [
        'messages with the count',
        spread(
          found.map(({ messages }) => messages),
          0,
        ),
        '',
      ],
      [
        'clients × windows, each from its joining',
        spread(
          found.map(({ windows }) => windows),
          0,
        ),
        '',
      ],
      ['messages over clients × windows', spread(ratio), '≤ 1.05'],
      [
        'final number on every screen after, ms',
        spread(
          found.map(({ rightAfterMs }) => rightAfterMs),
          0,
        ),
        '',
      ],
    ]),
  );
  return 1;
}

function measure(clients: number): Promise<Crowd> {
  return closingAfter(async (closing) => {
    const postgres = await startPostgres({ max_connections: '50' });
    closing.add(() => postgres.discard());
    const admin = connect(postgres.url('postgres'), { max: 1, name: 'touchline-bench' });
    await admin`create database crowd`.finally(() => admin.end({ timeout: 2 }));
    const { webUrl } = await migrate(postgres.url('crowd'), { dataDir: postgres.dataDir });
    const production = await createProduction(postgres.url('crowd'));
    closing.add(() => production.admin.end({ timeout: 2 }));
    const server = fork(new URL('join-server.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
      stdio: 'inherit',
    });
    closing.add(() => server.kill('SIGKILL'));
    server.send({ databaseUrl: webUrl });
    return join(production.eventId, await portOf(server), clients);
  });
}

async function join(eventId: string, port: number, clients: number): Promise<Crowd> {
  const heard: number[] = Array.from({ length: clients }, () => 0);
  const joinedAtMs: number[] = [];
  let messages = 0;
  const onText = (client: number) => (text: string) => {
    const count = /^42\["presence",\{"viewers":(\d+)\}\]$/.exec(text)?.[1];
    if (count === undefined) return;
    messages += 1;
    heard[client] = Number(count);
  };
  const began = performance.now();
  await Promise.all(
    heard.map(async (_, client) => {
      await sleep((client * WITHIN_MS) / clients);
      await openWire({
        host: '127.0.0.1',
        port,
        origin: ORIGIN,
        ticket: viewerTicket(eventId),
        address: `198.51.100.${Math.floor(client / PER_ADDRESS)}`,
        onText: onText(client),
      });
      joinedAtMs[client] = performance.now() - began;
    }),
  );
  const last = Math.max(...joinedAtMs);
  await until('the last number on every screen', () => heard.every((count) => count === clients), {
    timeoutMs: SETTLE_MS,
    everyMs: 5,
  });
  const rightAfterMs = performance.now() - began - last;
  // No message may follow once it is right.
  await sleep(2 * ANNOUNCE_MS);
  const end = last + ANNOUNCE_MS;
  const windows = joinedAtMs.reduce((sum, at) => sum + Math.ceil((end - at) / ANNOUNCE_MS), 0);
  return { messages, windows, rightAfterMs };
}

async function portOf(server: ChildProcess): Promise<number> {
  const [message] = await once(server, 'message', { signal: AbortSignal.timeout(30_000) });
  return z.object({ port: z.number() }).parse(message).port;
}
