import { once } from 'node:events';
import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDestinationAddress, type DestinationCheck } from '../../plugins/address';
import { TsHub } from '../../engine/outputs/ts-hub';
import { startSyntheticProgram } from '../support/engine/synthetic-program';
import { pushersOf } from '../support/engine/pushed-program';

/**
 * T13: where a destination may lead, by the engine's own publisher and with listeners that would see a
 * connection.
 */

interface Listener {
  server: Server;
  /** What SRT is spoken by. */
  packets: Socket;
  seen: number;
}
/**
 * Addresses that an attacker would like to reach, and another address of this machine in the role of a public
 * server.
 */
let inside: Listener;
let outside: Listener;

beforeAll(async () => {
  [inside, outside] = [await listen('127.0.0.1'), await listen('127.0.0.2')];
});
afterAll(() =>
  [inside, outside].forEach(({ server, packets }) => {
    server.close();
    packets.close();
  }),
);

/** On the port that a strict installation allows. */
async function listen(host: string): Promise<Listener> {
  const listener: Listener = { server: createServer(), packets: createSocket('udp4'), seen: 0 };
  listener.server.on('connection', (socket) => {
    listener.seen++;
    socket.destroy();
  });
  listener.server.listen(1935, host);
  await once(listener.server, 'listening');
  listener.packets.on('message', () => listener.seen++);
  listener.packets.bind(1935, host);
  await once(listener.packets, 'listening');
  return listener;
}

/** An attacker's resolver: every answer is an address inside. */
const toInside = () => Promise.resolve(['127.0.0.1']);
const strict = (url: string): Promise<DestinationCheck> =>
  checkDestinationAddress(url, { allowPrivate: false, resolve: toInside });

const FORBIDDEN = [
  // Loopback, however it is written.
  'rtmp://127.0.0.1/live',
  'rtmp://127.0.0.1:1935/live',
  'rtmp://127.1/live',
  'rtmp://127.0.1/live',
  'rtmp://0x7f.0.0.1/live',
  'rtmp://0x7f000001/live',
  'rtmp://2130706433/live',
  'rtmp://017700000001/live',
  'rtmp://0177.0.0.1/live',
  'rtmp://%31%32%37.0.0.1/live',
  'rtmp://127.0.0.1./live',
  'rtmp://①②⑦.0.0.1/live',
  'rtmp://0/live',
  'rtmp://0.0.0.0/live',
  'rtmp://localhost/live',
  'rtmp://LOCALHOST./live',
  'rtmp://anything.localhost/live',
  'rtmp://[::1]/live',
  'rtmp://[::]/live',
  'rtmp://[0:0:0:0:0:0:0:1]/live',
  // An IPv4 address within an IPv6 one.
  'rtmp://[::ffff:127.0.0.1]/live',
  'rtmp://[::ffff:7f00:1]/live',
  'rtmp://[::127.0.0.1]/live',
  'rtmp://[64:ff9b::7f00:1]/live',
  'rtmp://[64:ff9b:1::7f00:1]/live',
  'rtmp://[2002:7f00:1::]/live',
  'rtmp://[2001:0:7f00:1::]/live',
  // Private, link-local, carriers', unique local, multicast, reserved.
  'rtmp://10.0.0.1/live',
  'rtmp://172.16.0.1/live',
  'rtmp://192.168.1.1/live',
  'rtmp://169.254.169.254/live',
  'rtmp://100.64.0.1/live',
  'rtmp://198.18.0.1/live',
  'rtmp://192.0.2.1/live',
  'rtmp://224.0.0.1/live',
  'rtmp://240.0.0.1/live',
  'rtmp://255.255.255.255/live',
  'rtmp://[fe80::1]/live',
  'rtmp://[fe80::1%25lo]/live',
  'rtmp://[fec0::1]/live',
  'rtmp://[fc00::1]/live',
  'rtmp://[ff02::1]/live',
  'rtmp://[2001:db8::1]/live',
  // Names that never leave a network, and one whose owner points it inside.
  'rtmp://nas.local/live',
  'rtmp://printer/live',
  'rtmp://db.internal/live',
  'rtmp://rebind.example.org/live',
  'rtmps://rebind.example.org:1935/live',
  // Forms that mean one thing to us and another to who connects.
  'rtmp://live.example.org@127.0.0.1/live',
  'rtmp://127.0.0.1\\@live.example.org/live',
  'rtmp://live.example.org:80/live',
  'rtmp://live.example.org:22/live',
  'http://127.0.0.1:1935/live',
  'file:///etc/passwd',
  'rtmp://127.0.0.1/live live=1',
  'rtmp://127.0.0.1/live\nrtmp_conn=1',
];

/** The same hosts, by the protocol that another program speaks for us. */
const FORBIDDEN_BY_SRT = FORBIDDEN.filter((url) => /^rtmp:/.test(url)).map((url) =>
  url.replace(/^rtmp:(\/\/[^/]*?)(:\d+)?\/live/, 'srt:$1:1935'),
);

test.each([
  ['RTMP', FORBIDDEN],
  ['SRT', FORBIDDEN_BY_SRT],
])('T13: none of 50 forms of a forbidden address is connected to by %s', async (_protocol, urls) => {
  expect(urls.length).toBeGreaterThan(50);
  const before = inside.seen;
  const pushers = pushersOf({ hub: new TsHub() });
  const all = urls.map((url) => pushers.start({ url, key: 'k' }, { checkAddress: strict }));
  await Promise.all(all.map((pusher) => pusher.until('failed', 2_000)));
  expect(all.map((pusher) => pusher.status().bytes)).toEqual(all.map(() => 0));
  expect(all.map((pusher) => pusher.status().side)).toEqual(all.map(() => 'address'));
  await pushers.stopAll();
  expect(inside.seen).toBe(before);
});

test.each([
  ['rtmp://rebind.example.org/live', 5_000],
  // Nobody answers there, and SRT tries for a few seconds.
  ['srt://rebind.example.org:1935', 20_000],
])(
  'T13: a name that turns inside at the second question is asked again, and not followed: %s',
  async (url, limitMs) => {
    const program = startSyntheticProgram();
    const pushers = pushersOf(program);
    const [before, without] = [outside.seen, inside.seen];
    let asked = 0;
    const checkAddress = (asks: string): Promise<DestinationCheck> => {
      asked++;
      // The first answer is a public server; the strict part is that nothing else is connected to.
      return asked === 1
        ? checkDestinationAddress(asks, { allowPrivate: true, resolve: () => Promise.resolve(['127.0.0.2']) })
        : strict(asks);
    };
    const pusher = pushers.start({ url, key: 'k' }, { checkAddress });
    await pusher.until('failed', limitMs);
    expect(asked).toBe(2);
    expect(outside.seen).toBeGreaterThan(before);
    expect(inside.seen).toBe(without);
    await pushers.stopAll();
    await program.stop();
  },
);
