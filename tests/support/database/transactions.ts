import { once } from 'node:events';
import { type AddressInfo, connect as dial, createServer, type Socket } from 'node:net';

/** A transaction as the database ended it. */
export interface Transaction {
  /** The connection's application_name. */
  connection: string;
  statements: string[];
}

export interface WatchedDatabase {
  /** The database's address through this proxy. */
  url: string;
  /** In the order in which they ended. */
  ended: Transaction[];
  close(): Promise<void>;
}

/**
 * Passes connections to PostgreSQL on and reads along: each ReadyForQuery that says "idle" ends a
 * transaction, also that of a single statement. Without TLS, as on loopback.
 */
export async function watchTransactions(databaseUrl: string): Promise<WatchedDatabase> {
  const target = new URL(databaseUrl);
  const ended: Transaction[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = dial(Number(target.port), target.hostname);
    readAlong(client, database, ended);
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => sockets.delete(from));
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    ended,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function readAlong(client: Socket, database: Socket, ended: Transaction[]): void {
  let connection = '';
  let statements: string[] = [];
  const prepared = new Map<string, string>();
  /** What was sent since the last Sync, and what each Sync that is not answered yet stands for. */
  let sent: string[] = [];
  const waiting: string[][] = [];
  let started = false;

  client.on(
    'data',
    messages((type, body) => {
      const texts = body.toString('utf8').split('\0');
      if (type === '') connection = texts[texts.indexOf('application_name') + 1] ?? '';
      else if (type === 'P') prepared.set(texts[0] ?? '', texts[1] ?? '');
      else if (type === 'B') sent.push(prepared.get(texts[1] ?? '') ?? '');
      else if (type === 'Q') waiting.push([texts[0] ?? '']);
      else if (type === 'S') {
        waiting.push(sent);
        sent = [];
      }
    }, 0),
  );
  database.on(
    'data',
    messages((type, body) => {
      if (type !== 'Z') return;
      statements.push(...(waiting.shift() ?? []));
      if (body.toString() !== 'I') return;
      // The first one says that the connection may be used.
      if (started) ended.push({ connection, statements });
      started = true;
      statements = [];
    }),
  );
}

/** Cuts what flows into messages: a type (a client’s first one has none), a length with itself, a body. */
function messages(take: (type: string, body: Buffer) => void, typeBytes = 1) {
  let rest = Buffer.alloc(0);
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= typeBytes + 4) {
      const end = typeBytes + rest.readUInt32BE(typeBytes);
      if (rest.length < end) return;
      take(rest.toString('latin1', 0, typeBytes), rest.subarray(typeBytes + 4, end));
      rest = rest.subarray(end);
      typeBytes = 1;
    }
  };
}
