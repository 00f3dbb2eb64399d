import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Touchline } from '../product/product';
import type { ApiActor } from './api-actors';
import { ODD, type Random } from './random';

/** Kinds of tickets that each actor can get. */
const AUDIENCES: Record<string, { audience: string }> = {
  nobody: { audience: 'public' },
  viewer: { audience: 'public' },
  'token of another team': { audience: 'public' },
  director: { audience: 'crew' },
  assistant: { audience: 'crew' },
  scorer: { audience: 'crew' },
  moderator: { audience: 'crew' },
  commentator: { audience: 'crew' },
  host: { audience: 'crew' },
  'token of the team': { audience: 'crew' },
  'signed-in owner': { audience: 'crew' },
  phone: { audience: 'camera' },
};
/** Of both directions, and some that are no message or that socket.io keeps for itself. */
const EVENTS = [
  'resume',
  'phone',
  'snapshot',
  'telemetry',
  'connect',
  'disconnect',
  '__proto__',
  '',
] as const;
const WAIT_MS = 10_000;
/** A few less than make a socket count as an attacker's. */
const MOST = 35;

/**
 * Generated messages over sockets of each kind of client: events of the contract with other contents, and
 * packets that are none. A socket ends with the first one that is wrong; then the next one is opened.
 */
export async function talkOverSockets(
  product: Touchline,
  actors: Record<string, ApiActor>,
  messages: number,
  random: Random,
): Promise<{ messages: number; sockets: number }> {
  const total = { messages: 0, sockets: 0 };
  const audiences = Object.entries(AUDIENCES);
  for (const [at, [name, wish]] of audiences.entries()) {
    const actor = actors[name];
    if (!actor) throw new Error(`There is no ${name}.`);
    while (total.messages < (messages * (at + 1)) / audiences.length) {
      total.messages += await talk(product, actor, wish, random);
      total.sockets += 1;
    }
  }
  return total;
}

/** One socket. @returns how many messages it took */
async function talk(
  { baseUrl }: Touchline,
  { headers, event }: ApiActor,
  wish: { audience: string },
  random: Random,
): Promise<number> {
  const address = { 'x-forwarded-for': `198.18.${random.int(256)}.${random.int(256)}` };
  const asked = await fetch(`${baseUrl}/api/realtime/ticket`, {
    method: 'POST',
    headers: { ...headers, ...address, 'content-type': 'application/json' },
    body: JSON.stringify(wish.audience === 'camera' ? wish : { ...wish, slug: event.slug }),
  });
  const { ticket } = (await asked.json()) as { ticket?: string };
  if (!ticket) throw new Error(`No ticket: ${asked.status}`);
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    headers: { ...address, origin: baseUrl },
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await Promise.race([once(socket, 'open'), closed]);
  const auth = random.chance(90) ? { ticket, seq: random.chance(90) ? 0 : random.json(1) } : random.json();
  socket.send(`40${JSON.stringify(auth)}`);
  await new Promise((resolve) => {
    socket.once('close', resolve);
    socket.on('message', (data: Buffer) => data.toString().startsWith('40') && resolve(null));
    setTimeout(resolve, WAIT_MS).unref();
  });
  let sent = 1;
  for (; sent < MOST && socket.readyState === WebSocket.OPEN; sent++) {
    socket.send(packet(random));
    // Each may be the last, so its answer is waited for now and then.
    if (random.chance(30)) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  socket.terminate();
  await closed;
  return sent;
}

function packet(random: Random): string | Buffer {
  const kind = random.int(20);
  if (kind === 0) return random.bytes(60);
  if (kind === 1)
    return random.text(
      ['4', '2', '3', '0', '5', '1-', '["resume",', '{"_placeholder":true,"num":0}', ']'],
      8,
    );
  if (kind === 2) return `42${random.int(9)}["resume",{"seq":0}]`;
  const name = random.chance(80) ? random.pick(['resume', 'phone'] as const) : random.pick(EVENTS);
  const content = random.chance(30) ? { seq: random.pick<unknown>([0, 1, random.json(1)]) } : random.json();
  const text = `42${JSON.stringify([name, content, ...random.some(2, () => random.json(1))])}`;
  if (random.chance(80)) return text;
  return random.chance(50) ? random.mutated(Buffer.from(text)).toString('utf8') : text + random.pick(ODD);
}
