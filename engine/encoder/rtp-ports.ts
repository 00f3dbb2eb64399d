import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { RtpPorts } from './args';

/** Two free UDP ports on loopback. Both are held until both are known, so that they differ. */
export async function freeRtpPorts(): Promise<RtpPorts> {
  const sockets = [createSocket('udp4'), createSocket('udp4')] as const;
  for (const socket of sockets) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  const ports = { video: sockets[0].address().port, audio: sockets[1].address().port };
  for (const socket of sockets) socket.close();
  return ports;
}
