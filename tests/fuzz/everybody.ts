import { once } from 'node:events';
import { Agent, createServer, type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Who } from '../../app/api/actor';
import { TABLE } from '../../app/api/table';
import type { ApiActor } from '../support/fuzz/api-actors';
import { type Description, endpointsOf, fillIn } from './known-parts';

/** Of one kind of client. */
export interface Count {
  requests: number;
  byStatus: Map<number, number>;
  slowestMs: number;
  slowest: string;
}

export interface Everybody {
  /** Under which the generator finds the product. */
  url: string;
  counts: Map<string, Count>;
  violations: Map<string, number>;
  close(): void;
}

interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer that takes longer is none that people wait for. */
const SLOW_MS = 5_000;
const HANGS_MS = 30_000;
/** After so many calls a client gets a new event: its own has been changed and filled by then. */
const CALLS_OF_AN_EVENT = 500;
/** What is removed is not there for the calls that follow: as many as so many calls. */
const CALLS_OF_A_REMOVAL = 100;
/** Clients to whom none of these rows may give anything. */
const OUTSIDERS = ['nobody', 'viewer', 'phone', 'token of another team'];
const INSIDERS: Who[] = ['crew', 'scorer', 'moderator', 'host', 'assistant', 'director', 'owner'];
/** A call that others may make besides whom the row names (rights-matrix.test.ts). */
const FOR_OTHERS_TOO = ['GET /api/livekit/token', 'POST /api/realtime/ticket'];

/**
 * Takes each generated request and makes it as every kind of client in turn, each with rights, an event and
 * an address of its own (as behind a trusted proxy). The generator gets one of the answers, a success if
 * there is one, and compares it with the description; what must be true of every answer is looked at here.
 */
export async function startEverybody(
  target: string,
  described: Description,
  newActor: (name: string) => Promise<ApiActor>,
  names: readonly string[],
  onCall: (total: number) => void,
): Promise<Everybody> {
  const agent = new Agent({ keepAlive: true });
  const endpointOf = endpointsOf(described);
  const whoMay = new Map(
    TABLE.map(({ address, who }) => [address.replaceAll(/:(\w+)/g, '{$1}'), who] as const),
  );
  const counts = new Map<string, Count>();
  const violations = new Map<string, number>();
  const actors = new Map<string, { actor: ApiActor; calls: number }>();
  let turn = 0;
  let total = 0;

  const violated = (what: string) => violations.set(what, (violations.get(what) ?? 0) + 1);
  let renewing: Promise<unknown> = Promise.resolve();
  /** One after the other: each is some twenty calls, and all clients need a new event at about one time. */
  const renew = (name: string): Promise<unknown> => {
    const renewed = renewing.then(async () => actors.set(name, { actor: await newActor(name), calls: 0 }));
    renewing = renewed.catch((error: unknown) => violated(`no new event for ${name}: ${String(error)}`));
    return renewing;
  };
  for (const name of names) {
    counts.set(name, { requests: 0, byStatus: new Map(), slowestMs: 0, slowest: '' });
    await renew(name);
  }

  async function callAs(name: string, asked: Asked, address: string): Promise<Answer | null> {
    const own = actors.get(name);
    if (!own) return null;
    own.calls += 1;
    const { actor } = own;
    const from = performance.now();
    const said = `${name}: ${asked.method} ${asked.url.slice(0, 160)}`;
    let answer: Answer;
    try {
      answer = await send(agent, target, {
        method: asked.method,
        url: fillIn(asked.url, actor.event),
        // As from our own page: a cookie that is made up is otherwise refused for that.
        headers: { ...asked.headers, origin: target, ...actor.headers, 'x-forwarded-for': address },
        body: Buffer.from(fillIn(asked.body.toString('latin1'), actor.event), 'latin1'),
      });
    } catch (error) {
      // What Node itself refuses to send.
      if (error instanceof TypeError) return null;
      violated(`no answer (${String(error)}) ${said}`);
      return null;
    }
    const took = performance.now() - from;
    const count = counts.get(name);
    if (!count) return null;
    count.requests += 1;
    count.byStatus.set(answer.status, (count.byStatus.get(answer.status) ?? 0) + 1);
    if (took > count.slowestMs) Object.assign(count, { slowestMs: took, slowest: said });
    total += 1;
    onCall(total);
    if (took > SLOW_MS) violated(`${Math.round(took)} ms ${said}`);
    const endpoint = endpointOf(asked.method, asked.url);
    const what = endpoint ? `${asked.method} ${endpoint.path}` : '';
    if (answer.status >= 500) violated(`${answer.status} ${said} ${asked.body.toString().slice(0, 300)}`);
    else if (endpoint && !(answer.status in endpoint.operation.responses))
      violated(`${answer.status}, which is not described: ${name}: ${what}`);
    const who = whoMay.get(what);
    const isForThem = !who || !INSIDERS.includes(who) || FOR_OTHERS_TOO.includes(what);
    if (answer.status < 300 && OUTSIDERS.includes(name) && !isForThem)
      violated(`${answer.status} to an outsider ${said}`);
    if (answer.status < 300 && asked.method === 'DELETE') own.calls += CALLS_OF_A_REMOVAL;
    // Meanwhile it goes on with the old one.
    if (own.calls >= CALLS_OF_AN_EVENT) {
      own.calls = -Infinity;
      void renew(name);
    }
    return answer;
  }

  const server = createServer((req, res) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
      const {
        host: _host,
        'content-length': _length,
        'transfer-encoding': _encoding,
        ...headers
      } = req.headers;
      const asked = { method: req.method ?? '', url: req.url ?? '', headers, body: Buffer.concat(chunks) };
      turn += 1;
      const first = turn;
      const answers = await Promise.all(
        names.map((name, at) =>
          callAs(name, asked, `198.${18 + (at % 2)}.${(first >> 8) & 255}.${first & 255}`),
        ),
      );
      const inTurn = [...answers.slice(first % names.length), ...answers.slice(0, first % names.length)];
      const told = inTurn.find((one) => one && one.status < 300) ?? inTurn.find((one) => one !== null);
      if (!told)
        return void res
          .writeHead(400, { 'content-type': 'application/json' })
          .end('{"error":{"code":"bad_request","message":"."}}');
      const { 'transfer-encoding': _chunked, connection: _connection, ...kept } = told.headers;
      res.writeHead(told.status, kept).end(told.body);
    })().catch(() => res.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    violations,
    close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

async function send(agent: Agent, target: string, { method, url, headers, body }: Asked): Promise<Answer> {
  const asked = httpRequest(new URL(target), {
    agent,
    method,
    path: url,
    headers: {
      ...headers,
      host: new URL(target).host,
      ...((body.length > 0 || !['GET', 'HEAD'].includes(method)) && { 'content-length': body.length }),
    },
    signal: AbortSignal.timeout(HANGS_MS),
  });
  asked.end(body);
  return new Promise((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
  });
}
