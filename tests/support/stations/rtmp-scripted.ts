import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { freePort } from '../../../supervisor/ports';
import { decodeAmf, type Amf } from '../../../engine/outputs/destination/rtmp/amf0';
import { ChunkReader } from '../../../engine/outputs/destination/rtmp/chunk-reader';
import { ChunkWriter, type OutMessage } from '../../../engine/outputs/destination/rtmp/chunk-writer';
import { command, MESSAGE } from '../../../engine/outputs/destination/rtmp/messages';

/** What the server says to a command, by the number of its transaction; nothing where it is left out. */
export type Script = Record<string, (transaction: number) => OutMessage[]>;

/** Times of the first and last picture by the monotonic clock, ms. */
export interface MediaReceived {
  bytes: number;
  firstAtMs: number;
  lastAtMs: number;
}

/** More than the commands at the end of a stream have, and less than a picture. */
const PICTURE_BYTES = 500;

/** An RTMP server that answers by a script, and keeps connections open whatever it says. */
export interface ScriptedRtmp {
  url: string;
  /** Commands of all connections, oldest first. */
  said: Amf[][];
  /** Types of the other messages that came before it was published to. */
  controls: number[];
  /** Bytes that came after the request to publish, of all connections and of each, oldest first. */
  mediaBytes(): number;
  mediaByConnection(): MediaReceived[];
  stop(): Promise<void>;
}

const PACKET_BYTES = 1536;

const TAKES_ALL: Script = {
  connect: (transaction) => [
    command('_result', transaction, 0, {}, { level: 'status', code: 'NetConnection.Connect.Success' }),
  ],
  createStream: (transaction) => [command('_result', transaction, 0, null, 1)],
};

/** @param script replaces answers to `connect` and `createStream`, and adds others */
export async function startScriptedRtmp(script: Script): Promise<ScriptedRtmp> {
  const answers: Script = { ...TAKES_ALL, ...script };
  const said: Amf[][] = [];
  const controls: number[] = [];
  const sockets = new Set<Socket>();
  const media: MediaReceived[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const writer = new ChunkWriter();
    let greeting: Buffer | null = Buffer.alloc(0);
    let published = false;
    const received = { bytes: 0, firstAtMs: Infinity, lastAtMs: -Infinity };
    media.push(received);
    const reader = new ChunkReader(({ type, body }) => {
      if (type === MESSAGE.setChunkSize) reader.setChunkBytes(body.readUInt32BE());
      if (type !== MESSAGE.command) return void controls.push(type);
      const heard = decodeAmf(body);
      said.push(heard);
      const [name, transaction] = heard;
      if (name === 'publish') published = true;
      for (const message of answers[String(name)]?.(Number(transaction)) ?? [])
        socket.write(writer.write(message));
    });
    socket.on('data', (data) => {
      if (published) note(received, data.length);
      else if (greeting === null) reader.push(data);
      else {
        const before = greeting.length;
        greeting = Buffer.concat([greeting, data]);
        const client = greeting.subarray(1, 1 + PACKET_BYTES);
        // S0, S1 and S2, which echoes what the client sent.
        if (before < 1 + PACKET_BYTES && client.length === PACKET_BYTES)
          socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(PACKET_BYTES), client]));
        const rest = greeting.subarray(1 + 2 * PACKET_BYTES);
        if (greeting.length < 1 + 2 * PACKET_BYTES) return;
        greeting = null;
        reader.push(rest);
      }
    });
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `rtmp://127.0.0.1:${port}/live`,
    said,
    controls,
    mediaBytes: () => media.reduce((sum, { bytes }) => sum + bytes, 0),
    mediaByConnection: () => media.map((received) => ({ ...received })),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function note(received: MediaReceived, bytes: number): void {
  received.bytes += bytes;
  if (bytes < PICTURE_BYTES) return;
  received.lastAtMs = performance.now();
  received.firstAtMs = Math.min(received.firstAtMs, received.lastAtMs);
}
