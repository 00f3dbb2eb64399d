import { everyApiActor } from '../support/fuzz/api-actors';
import { Random } from '../support/fuzz/random';
import { talkOverSockets } from '../support/fuzz/random-sockets';
import { ownBytes } from '../support/product/processes';
import { startTouchline } from '../support/product/product';

/** Generated messages over sockets of the started product. */
export async function fuzzSockets(messages: number, seed: number): Promise<boolean> {
  const most = '999999';
  const product = await startTouchline({
    LIMIT_HANDSHAKES_PER_MINUTE: most,
    LIMIT_TICKETS_PER_MINUTE: most,
    LIMIT_VIEWER_TICKETS_PER_MINUTE: most,
    // So that each socket may come from an address of its own.
    TRUSTED_PROXIES: '127.0.0.1',
  });
  try {
    const actors = await everyApiActor(product);
    const [web] = product.processes('server.js');
    if (!web) throw new Error('There is no web process.');
    const random = new Random(seed);
    // What is compiled and cached once is no growth.
    await talkOverSockets(product, actors, messages / 20, random);
    const before = ownBytes(web.pid);
    const done = await talkOverSockets(product, actors, messages, random);
    const after = product.processes('server.js');
    const same = after.length === 1 && after[0]?.pid === web.pid;
    const mb = (bytes: number) => Math.round(bytes / 1e6);
    const memory = same ? `${mb(before)} → ${mb(ownBytes(web.pid))} MB` : 'THE WEB PROCESS ENDED';
    console.log(`${done.messages} messages over ${done.sockets} sockets; ${memory}`);
    return same;
  } finally {
    await product.stop();
  }
}
