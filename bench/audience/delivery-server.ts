import { once } from 'node:events';
import { createServer as createHttp, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBroadcast, textFrame } from '../../app/realtime/sockets/socketio-internals';
import type { Update } from '../../contract/messages';
import { createIo } from '../../app/realtime/sockets/io';

/**
 * One method of delivering an update to all its sockets, in a process of its own, so that its CPU is separate
 * from the clients'.
 */
export type Method = 'product' | 'socket.io' | 'raw';

/** The update that viewers get when an event goes on the air. */
const UPDATE: Update<'public'> = {
  prevSeq: 1_041,
  seq: 1_042,
  patch: {
    event: {
      slug: 'tsv-nord-sc-hafen',
      title: 'TSV Nord – SC Hafen, U17',
      kind: 'match',
      status: 'live',
      startsAt: '2026-11-20T17:30:00.000Z',
      liveSince: '2026-11-20T17:28:11.412Z',
    },
  },
};
const MESSAGE = ['update', UPDATE] as const;
const EVERY_MS = 20;

const METHODS: Record<Method, () => { server: Server; sockets: () => number; deliver: () => void }> = {
  product: () => {
    const { server, io, broadcast } = withIo();
    return {
      server,
      sockets: () => io.of('/').sockets.size,
      deliver: () => broadcast(['all'], MESSAGE),
    };
  },
  'socket.io': () => {
    const { server, io } = withIo();
    return {
      server,
      sockets: () => io.of('/').sockets.size,
      deliver: () => io.to('all').emit('update', UPDATE),
    };
  },
  raw: () => {
    const server = createHttp();
    const sockets = new Set<Duplex>();
    const frame = textFrame(`42${JSON.stringify(MESSAGE)}`);
    // A WebSocket written by hand, with the same clients as the others: nothing between us and the
    // connection.
    server.on('upgrade', (_request, socket: Duplex) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.write(Buffer.concat([textFrame('0{}'), textFrame('40{}')]));
      sockets.add(socket.resume());
    });
    return {
      server,
      sockets: () => sockets.size,
      deliver: () => {
        for (const socket of sockets) socket.write(frame);
      },
    };
  },
};

function withIo() {
  const server = createHttp();
  const io = createIo(server, { originAllowed: () => true, mayPoll: () => true });
  const broadcast = createBroadcast(io);
  io.on('connection', (socket) => void socket.join('all'));
  return { server, io, broadcast };
}

/** Delivers `updates` to `clients` sockets and reports the CPU time, microseconds per delivery. */
process.on('disconnect', () => process.exit(0));
process.once(
  'message',
  ({ method, clients, updates }: { method: Method; clients: number; updates: number }) => {
    void (async () => {
      const { server, sockets, deliver } = METHODS[method]();
      server.listen({ port: 0, host: '127.0.0.1', backlog: 2_000 });
      await once(server, 'listening');
      process.send?.({ port: (server.address() as AddressInfo).port });
      while (sockets() < clients) await sleep(50);
      // Connecting them is not measured; some turns warm the code up.
      await turns(50, deliver);
      // Pings cost something too, with or without deliveries.
      const upkeep = await turns(updates, () => undefined);
      const all = await turns(updates, deliver);
      process.send?.({ cpuUs: (all.cpuUs - upkeep.cpuUs * (all.ms / upkeep.ms)) / (updates * clients) });
    })();
  },
);

async function turns(count: number, turn: () => void): Promise<{ cpuUs: number; ms: number }> {
  const [before, began] = [process.cpuUsage(), performance.now()];
  for (let n = 0; n < count; n += 1) {
    turn();
    await sleep(EVERY_MS);
  }
  const { user, system } = process.cpuUsage(before);
  return { cpuUs: user + system, ms: performance.now() - began };
}
