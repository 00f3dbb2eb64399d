import { connect, type Socket } from 'node:net';
import { z } from 'zod';

/**
 * Clients who flood, in a process of their own: each sends prepared requests over one connection at a time
 * and at a fixed rate, answered or not (an open loop), so that a slow server makes the flood no smaller.
 * Reports the answers, and ends with its parent.
 */
export interface FloodOrder {
  port: number;
  /** One whole request for each client. */
  requests: string[];
  perSecond: number;
  seconds: number;
}
export interface FloodFigures {
  sent: number;
  seconds: number;
  /** Answers by status. */
  answers: Record<string, number>;
  /** Connections that the server ended; each client then opened another one. */
  closed: number;
}

const Order = z.object({
  port: z.number(),
  requests: z.array(z.string()),
  perSecond: z.number(),
  seconds: z.number(),
});
const STEP_MS = 5;
/** What is under way when the flood ends is waited for so long. */
const REST_MS = 500;
const STATUS = /HTTP\/1\.1 (\d{3})/g;

process.on('disconnect', () => process.exit(0));
process.once('message', (message) => void flood(Order.parse(message)));

async function flood({ port, requests, perSecond, seconds }: FloodOrder): Promise<void> {
  const figures: FloodFigures = { sent: 0, seconds: 0, answers: {}, closed: 0 };
  const clients = requests.map((request, at) => ({
    bytes: Buffer.from(request),
    socket: open(port, figures),
    // They begin spread over one period, not in one breath.
    due: (at / requests.length) * (1000 / perSecond),
  }));
  const begun = performance.now();
  const send = () => {
    const now = performance.now() - begun;
    for (const client of clients) {
      for (; client.due <= now; client.due += 1000 / perSecond) {
        if (client.socket.destroyed) {
          client.socket = open(port, figures);
          figures.closed += 1;
        }
        client.socket.write(client.bytes);
        figures.sent += 1;
      }
    }
  };
  const timer = setInterval(send, STEP_MS);
  await new Promise((over) => setTimeout(over, seconds * 1000));
  clearInterval(timer);
  figures.seconds = (performance.now() - begun) / 1000;
  await new Promise((over) => setTimeout(over, REST_MS));
  for (const { socket } of clients) socket.destroy();
  process.send?.(figures);
}

function open(port: number, { answers }: FloodFigures): Socket {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.on('data', (data: Buffer) => {
    for (const [, status = ''] of data.toString('latin1').matchAll(STATUS))
      answers[status] = (answers[status] ?? 0) + 1;
  });
  return socket;
}
