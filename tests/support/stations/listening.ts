import { readFile } from 'node:fs/promises';
import { until } from '../time/until';

/** As the kernel's tables write them: a TCP socket that listens, a UDP socket that is bound. */
const STATES = { tcp: '0A', udp: '07' } as const;

/**
 * Resolves when a receiver has its port on 127.0.0.1. The kernel knows: a connection to try it would be the
 * one that the receiver takes.
 */
export async function listening(
  port: number,
  died: () => boolean,
  protocol: 'tcp' | 'udp' = 'tcp',
): Promise<void> {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const wanted = `${local} 00000000:0000 ${STATES[protocol]}`;
  await until(
    `a receiver on ${protocol} port ${port}`,
    async () => died() || (await readFile(`/proc/net/${protocol}`, 'utf8')).includes(wanted),
    { everyMs: 20 },
  );
  if (died()) throw new Error(`the receiver on ${protocol} port ${port} ended before it listened`);
}
