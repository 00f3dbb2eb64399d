import { pushersOf } from '../engine/pushed-program';
import { startSyntheticProgram } from '../engine/synthetic-program';

/**
 * A publisher in a process of its own, because a process reads its trusted authorities at its start
 * (NODE_EXTRA_CA_CERTS): reports every status, ends with its parent.
 */
process.on('disconnect', () => process.exit(0));
const program = startSyntheticProgram();
const pusher = pushersOf(program).start(
  { url: process.env.TEST_URL ?? '', key: 'secure' },
  // No resolver knows the name: a second look-up would fail.
  { checkAddress: (url) => Promise.resolve({ ok: true, value: { ...pinned(url), ips: ['127.0.0.1'] } }) },
);
setInterval(() => process.send?.(pusher.status()), 50);

function pinned(url: string): { protocol: 'rtmps'; host: string; port: number; path: string } {
  const { hostname, port, pathname } = new URL(url.replace(/^rtmps/, 'http'));
  return { protocol: 'rtmps', host: hostname, port: Number(port), path: pathname };
}
