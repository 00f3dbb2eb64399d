import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { closingAfter } from '../closing';
import { spread, table } from '../figures';
import type { Method } from './delivery-server';

const METHODS: Method[] = ['raw', 'product', 'socket.io'];

/** CPU per delivered update over raw socket writes of a prepared frame (design §11: at most 1.15). */
export async function benchDelivery({ quick }: { quick: boolean }): Promise<number> {
  const clients = 1_000;
  const [rounds, updates] = quick ? [1, 50] : [5, 250];
  const cost: Record<Method, number[]> = { raw: [], product: [], 'socket.io': [] };
  for (let round = 1; round <= rounds; round += 1) {
    console.error(`audience: delivery, round ${round} of ${rounds} …`);
    for (const method of METHODS) cost[method].push(await measure(method, clients, updates));
  }
  const over = (method: Method) => cost[method].map((us, round) => us / (cost.raw[round] ?? NaN));
  console.log(
    `\naudience: CPU per update delivered, ${clients} sockets, median (least–most) of ${rounds} rounds`,
  );
  console.log(
    table([
      ['', 'µs', 'over raw writes', 'aim'],
      ['raw writes of a prepared frame', spread(cost.raw, 1), '', ''],
      ['ours', spread(cost.product, 1), spread(over('product')), '≤ 1.15'],
      ['socket.io’s own broadcast', spread(cost['socket.io'], 1), spread(over('socket.io')), ''],
    ]),
  );
  return 1;
}

function measure(method: Method, clients: number, updates: number): Promise<number> {
  return closingAfter(async (closing) => {
    const [server, ends] = [start('delivery-server.ts'), start('delivery-clients.ts')];
    closing.add(() => server.kill('SIGKILL'));
    closing.add(() => ends.kill('SIGKILL'));
    server.send({ method, clients, updates });
    const { port } = z.object({ port: z.number() }).parse(await heard(server));
    const done = heard(server);
    ends.send({ clients, port });
    return z.object({ cpuUs: z.number() }).parse(await done).cpuUs;
  });
}

function start(file: string): ChildProcess {
  return fork(new URL(file, import.meta.url), { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
}

const LIMIT_MS = 120_000;

async function heard(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, 'message', { signal: AbortSignal.timeout(LIMIT_MS) });
  return message;
}
