import { createSocket } from 'node:dgram';
import type { RtpPorts } from '../../encoder/args';
import type { FromWhip, ToWhip } from './messages';
import { openWhip, WhipError, type WhipPublication } from './whip-publisher';
import { RtpTimeline, type RtpKind } from './rtp-timeline';

/**
 * The WHIP process: RTP of the encoder in by UDP on loopback, one publication out to LiveKit. It decides
 * nothing: the engine orders what to open and when, and gets every change of state.
 */

// First thing: an orphan would hold the ports and the identity.
process.on('disconnect', () => process.exit(0));
// The engine decides about the end, also when Ctrl-C reaches the whole group.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

/** A keyframe at the highest rate we encode, and a short pause of this process. */
const RECEIVE_BUFFER_BYTES = 2 * 1024 * 1024;

const timeline = new RtpTimeline();
let publication: WhipPublication | null = null;
let opening = 0;
let bytes = 0;

function send(message: FromWhip): void {
  if (process.connected) process.send?.(message);
}

function listen(kind: RtpKind, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
    socket.once('error', reject);
    socket.on('message', (packet) => receive(kind, packet));
    socket.bind(port, '127.0.0.1', () => resolve());
  });
}

function receive(kind: RtpKind, packet: Buffer): void {
  if (packet.length < 12) return;
  const type = packet[1] ?? 0;
  // RFC 5761: this range of the second byte is RTCP.
  if (type >= 192 && type <= 223) return timeline.report(kind, packet);
  timeline.rewrite(kind, packet, performance.timeOrigin + performance.now());
  if (!publication) return;
  bytes += packet.length;
  if (kind === 'video') publication.writeVideoRtp(packet);
  else publication.writeAudioRtp(packet);
}

async function open(url: string, token: string): Promise<void> {
  const attempt = ++opening;
  // Not awaited: a server that was restarted takes three seconds to say that it knows no such session.
  void close();
  send({ type: 'state', state: 'connecting' });
  try {
    const opened = await openWhip({ url, token, videoCodec: 'H264', audio: true, clock: 'wall' });
    if (attempt !== opening) return void opened.close();
    publication = opened;
    opened.on('state', (state) => {
      if (publication === opened) send({ type: 'state', state });
    });
    send({ type: 'state', state: opened.state });
  } catch (error) {
    if (attempt !== opening) return;
    const status = error instanceof WhipError ? error.status : null;
    send({ type: 'failed', status, message: error instanceof Error ? error.message : 'unknown error' });
  }
}

async function close(): Promise<void> {
  const old = publication;
  publication = null;
  await old?.close();
}

async function start(ports: RtpPorts): Promise<void> {
  try {
    await Promise.all([listen('video', ports.video), listen('audio', ports.audio)]);
  } catch (error) {
    send({ type: 'unusable', message: error instanceof Error ? error.message : 'unknown error' });
    return process.disconnect();
  }
  setInterval(() => send({ type: 'alive', bytes }), 1_000);
  send({ type: 'ready' });
}

process.on('message', (message: ToWhip) => {
  switch (message.type) {
    case 'listen':
      return void start(message.ports);
    case 'open':
      return void open(message.url, message.token);
    case 'close':
      opening++;
      return void close().then(() => process.disconnect());
  }
});
