import type { Env } from '../config/env';
import { lanAddress, type LanInterface, lanInterfaces } from '../config/lan';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The same address as a phone in this network can open it. Whoever sets up the event sits at the machine
 * itself and sees `localhost`, which on a phone is the phone: there the machine's own HTTPS address stands
 * in.
 */
export function phoneLink(
  link: string,
  env: Pick<Env, 'publicUrl' | 'edge' | 'lanAddress'>,
  interfaces: readonly LanInterface[] = lanInterfaces(),
): string {
  const url = new URL(link);
  const lan = lanAddress(env.lanAddress, interfaces);
  if (env.publicUrl || env.edge.httpsPort === 0 || !lan || !LOOPBACK.includes(url.hostname)) return link;
  url.protocol = 'https:';
  url.hostname = lan;
  url.port = String(env.edge.httpsPort);
  return url.href;
}
