import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import type { Audience, Topic } from '../../../contract/vocabulary';
import { answerErrors } from '../../../app/http/error-answer';
import { findRequestContext } from '../../../app/http/request-context';
import { addressOf } from '../../../app/http/request-context';
import { presenceRoutes } from '../../../app/http/presence';
import { type Chain, takeSnapshot, takeUpdate } from '../../../app/realtime/client/chain';
import type { Telemetry } from '../../../contract/messages';
import { createRealtime, type Realtime, type RealtimeOptions } from '../../../app/realtime/realtime';
import { issueTicket, signViewerTicket } from '../../../app/realtime/tickets';
import type { Claims } from '../../../db/claims';
import { connect, type Sql, type Tx } from '../../../db/connect';
import { createSecretBox, type SecretBox } from '../../../db/secrets';

export const ORIGIN = 'http://touchline.test';
export const SECRETS: SecretBox = createSecretBox(Buffer.alloc(32, 7));

/** For tests in which no embed listens. */
const NO_EMBEDS: RealtimeOptions['livekit'] = {
  sendData: () => Promise.resolve(),
  setRoomMetadata: () => Promise.resolve(),
};

/** What the sockets of one web process need, without its pages: "a process's worth" of realtime. */
export async function startRealtime(
  databaseUrl: string,
  port = 0,
  livekit: RealtimeOptions['livekit'] = NO_EMBEDS,
): Promise<{ url: string; realtime: Realtime; close(): Promise<void> }> {
  // As behind a proxy, so that a test says by X-Forwarded-For from which address it comes.
  const env = {
    edge: { host: '127.0.0.1', port: 0, httpsPort: 0 },
    publicUrl: ORIGIN,
    trustedProxies: ['127.0.0.1'],
  };
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const server = createServer();
  const app = express();
  // Before socket.io is attached, which then keeps its own requests from it.
  server.on('request', app);
  const realtime = createRealtime({
    server,
    databaseUrl,
    secrets: SECRETS,
    log,
    originAllowed: (origin) => origin === ORIGIN,
    clientIp: (request) => addressOf(request, env.trustedProxies),
    livekit,
  });
  app.use(findRequestContext(env), presenceRoutes(realtime.embeds), answerErrors(log));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${bound}`, realtime, close: () => realtime.close() };
}

export interface Production {
  eventId: string;
  slug: string;
  cameras: [string, string];
  director: Extract<Claims, { kind: 'crew' }>;
  /** One command of a director, as one transaction; gives its seq. The doorbell is the test's own matter. */
  cut(to: string | null): Promise<number>;
  retitle(title: string): Promise<number>;
  removeCamera(cameraId: string): Promise<number>;
  admin: Sql;
}

/** An event with two cameras and a director's link, made by SQL. */
export async function createProduction(adminUrl: string): Promise<Production> {
  const admin = connect(adminUrl, { max: 4, statementTimeoutMs: 20_000 });
  const slug = `match-${Math.random().toString(36).slice(2, 8)}`;
  const [event] = await admin<{ id: string }[]>`
    insert into events (team_id, slug, title) select id, ${slug}, 'Cup final' from teams limit 1 returning id`;
  const eventId = event?.id ?? '';
  const cameras = await admin<{ id: string }[]>`
    insert into cameras (event_id, number, label, state, identity, device_hash, joined_by)
    select ${eventId}, n, 'Camera ' || n, 'admitted', 'cam_' || gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 'qr'
    from generate_series(1, 2) n returning id`;
  const [link] = await admin<{ id: string }[]>`
    insert into crew_links (event_id, role, token_hash)
    values (${eventId}, 'director', sha256(gen_random_uuid()::text::bytea)) returning id`;
  const change = async (topics: Topic[], work: (tx: Tx, seq: number) => Promise<void>) => {
    const done = await admin.begin(async (tx) => {
      const [row] = await tx<{ seq: number }[]>`select bump_event(${eventId}, ${topics}::text[]) as seq`;
      const seq = row?.seq ?? 0;
      await work(tx, seq);
      return { seq };
    });
    return done.seq;
  };
  return {
    eventId,
    slug,
    cameras: [cameras[0]?.id ?? '', cameras[1]?.id ?? ''],
    director: { kind: 'crew', eventId, role: 'director', linkId: link?.id ?? '', name: 'Anna' },
    admin,
    cut: (to) =>
      change(['program', 'log'], async (tx, seq) => {
        await tx`update events set on_air = ${to}, program_seq = ${seq} where id = ${eventId}`;
        await tx`
          insert into switch_logs (event_id, seq, kind, to_camera, actor, source)
          values (${eventId}, ${seq}, 'cut', ${to}, 'Anna', 'director')`;
      }),
    retitle: (title) =>
      change(['event'], async (tx) => {
        await tx`update events set title = ${title} where id = ${eventId}`;
      }),
    removeCamera: (camera) =>
      change(['cameras'], async (tx) => {
        await tx`update cameras set state = 'removed' where id = ${camera}`;
      }),
  };
}

/** A browser's part without the browser: the same chain, with its steps written down. */
export class TestClient<A extends Audience> {
  chain: Chain<A> = { seq: 0, state: null };
  /** Every seq in the order in which it was reached. */
  readonly seqs: number[] = [];
  readonly presences: number[] = [];
  readonly telemetry: Telemetry[] = [];
  resumes = 0;
  snapshots = 0;
  takenOver = false;
  disconnects: string[] = [];
  readonly socket: Socket;
  readonly #waiting = new Set<() => void>();

  constructor(
    url: string,
    ticket: string,
    options: { seq?: number; origin?: string | null; ip?: string; transport?: 'websocket' | 'polling' } = {},
  ) {
    const origin = options.origin === undefined ? ORIGIN : options.origin;
    this.socket = io(url, {
      transports: [options.transport ?? 'websocket'],
      reconnection: false,
      forceNew: true,
      auth: { ticket, seq: options.seq ?? 0 },
      extraHeaders: {
        ...(origin !== null && { origin }),
        ...(options.ip && { 'x-forwarded-for': options.ip }),
      },
    });
    this.socket.onAny(() => queueMicrotask(() => this.#changed()));
    this.socket.on('snapshot', (snapshot) => {
      this.snapshots += 1;
      this.chain = takeSnapshot<A>(snapshot);
      this.seqs.push(this.chain.seq);
    });
    this.socket.on('update', (update) => {
      const step = takeUpdate<A>(this.chain, update);
      if (step.ask) {
        this.resumes += 1;
        this.socket.emit('resume', { seq: this.chain.seq });
      }
      if (step.chain.seq !== this.chain.seq) this.seqs.push(step.chain.seq);
      this.chain = step.chain;
    });
    this.socket.on('telemetry', (telemetry: Telemetry) => this.telemetry.push(telemetry));
    this.socket.on('presence', ({ viewers }: { viewers: number }) => this.presences.push(viewers));
    this.socket.on('takenOver', () => (this.takenOver = true));
    this.socket.on('disconnect', (reason) => {
      this.disconnects.push(reason);
      this.#changed();
    });
    this.socket.on('connect_error', (error) => {
      this.disconnects.push(`refused: ${error.message}`);
      this.#changed();
    });
  }

  /** Resolves as soon as `reached` holds; checked at every message, so nothing is polled. */
  async until(reached: (client: this) => boolean, withinMs = 10_000): Promise<void> {
    if (reached(this)) return;
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#waiting.delete(look);
        reject(
          new Error(`not reached within ${withinMs} ms: ${reached.toString()} at seq ${this.chain.seq}`),
        );
      }, withinMs);
      const look = () => {
        if (!reached(this)) return;
        clearTimeout(limit);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  close(): void {
    this.socket.disconnect();
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }
}

export async function crewTicket(sql: Sql, production: Production): Promise<string> {
  const { eventId, director: actor } = production;
  return (await issueTicket(sql, { audience: 'crew', eventId, actor })).ticket;
}

export async function cameraTicket(sql: Sql, production: Production, index: 0 | 1): Promise<string> {
  const { eventId, cameras } = production;
  const actor = { kind: 'camera', eventId, cameraId: cameras[index] } as const;
  return (await issueTicket(sql, { audience: 'camera', eventId, actor })).ticket;
}

export function viewerTicket(eventId: string): string {
  return signViewerTicket(SECRETS.keysFor('viewer-ticket'), eventId).ticket;
}
