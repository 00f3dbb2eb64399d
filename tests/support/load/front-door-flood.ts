import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Agent, request } from 'node:http';
import { z } from 'zod';

/**
 * What an outsider can do to the front door, in a process of its own, so that it takes no time from who
 * measures. Ends with its parent.
 */
const Order = z.object({
  port: z.number(),
  /** Connections at a time; one that ends is opened again. */
  count: z.number(),
  /**
   * `still`: sends `text` and then nothing, and reads nothing. `talk`: sends `text`, and reads. `again`:
   * asks over and over, each time as soon as it was answered.
   */
  kind: z.enum(['still', 'talk', 'again']),
  /** A request as it goes over the wire, for `still` and `talk`. */
  text: z.string().default(''),
  method: z.string().default('GET'),
  /** `%n` becomes a number that never comes twice. */
  path: z.string().default('/'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
});
export type Flood = z.input<typeof Order>;
/** Answers by status; `closed` are connections that ended. */
export type FloodCounts = Record<string, number>;

/** Begins a flood. `end` stops it and gives its counts. */
export async function startFlood(order: Flood): Promise<{ end(): Promise<FloodCounts> }> {
  const child = fork(new URL(import.meta.url), ['flood'], { execArgv: ['--import', 'tsx'] });
  child.send(order);
  await once(child, 'message');
  return {
    async end() {
      child.send('end');
      const [counts] = (await once(child, 'message')) as [FloodCounts];
      child.kill('SIGKILL');
      return counts;
    },
  };
}

/** The fork of `startFlood`; a test that imports this file is none. */
if (process.argv[2] === 'flood' && process.send) {
  process.on('disconnect', () => process.exit(0));
  process.once('message', (message) => flood(Order.parse(message)));
}

const AGAIN_MS = 50;

function flood(order: z.output<typeof Order>): void {
  const counts: FloodCounts = { closed: 0 };
  const one = order.kind === 'again' ? ask : send;
  for (let n = 0; n < order.count; n += 1) one(order, counts);
  process.send?.('begun');
  process.once('message', () => process.send?.(counts));
}

function send(order: z.output<typeof Order>, counts: FloodCounts): void {
  const socket = connect({ port: order.port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    counts.closed = (counts.closed ?? 0) + 1;
    setTimeout(() => send(order, counts), AGAIN_MS);
  });
  // One character is one byte, so that frames of a WebSocket can be sent, too.
  socket.write(Buffer.from(order.text, 'latin1'));
  if (order.kind === 'still') socket.pause();
  else socket.resume();
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
let asked = 0;

function ask(order: z.output<typeof Order>, counts: FloodCounts): void {
  const { port, method, headers, body } = order;
  const path = order.path.replace('%n', String((asked += 1)));
  const again = () => ask(order, counts);
  const outgoing = request({ port, host: '127.0.0.1', method, path, headers, agent }, (answer) => {
    const status = String(answer.statusCode);
    counts[status] = (counts[status] ?? 0) + 1;
    answer.resume();
    answer.once('close', again);
  });
  outgoing.once('error', () => {
    counts.closed = (counts.closed ?? 0) + 1;
    setTimeout(again, AGAIN_MS);
  });
  outgoing.end(body);
}
