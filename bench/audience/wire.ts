import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** First byte of a server's text frames: unmasked, and the product's messages are never fragmented. */
const TEXT = 0x81;

export interface WireOptions {
  host: string;
  port: number;
  origin: string;
  ticket?: string;
  /** The client's address, for a server that trusts it as it trusts a proxy. */
  address?: string;
  onText?: (text: string) => void;
}

/**
 * As much of a browser's socket.io as one connection needs, so that a thousand of them cost little:
 * WebSocket, engine.io's pings and socket.io's hello. Resolves when it is accepted.
 */
export function openWire({ host, port, origin, ticket, address, onText }: WireOptions): Promise<Socket> {
  const socket = connect({ host, port });
  socket.setNoDelay(true);
  socket.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `Host: ${host}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Origin: ${origin}`,
      ...(address === undefined ? [] : [`X-Forwarded-For: ${address}`]),
      '\r\n',
    ].join('\r\n'),
  );
  return new Promise((open, fail) => {
    let upgraded = false;
    let waiting: Buffer = Buffer.alloc(0);
    const text = (message: string) => {
      if (message === '2') socket.write(clientFrame('3'));
      else if (message.startsWith('0')) socket.write(clientFrame(`40${JSON.stringify({ ticket })}`));
      else if (message.startsWith('40')) open(socket);
      else if (message.startsWith('44')) fail(new Error(message));
      else onText?.(message);
    };
    socket.on('data', (chunk: Buffer) => {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      if (!upgraded) {
        const end = waiting.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!waiting.subarray(0, 12).toString().endsWith('101'))
          return fail(new Error(waiting.subarray(0, end).toString()));
        upgraded = true;
        waiting = waiting.subarray(end + 4);
      }
      for (let frame = firstFrame(waiting); frame; frame = firstFrame(waiting)) {
        waiting = waiting.subarray(frame.end);
        if (frame.head === TEXT) text(frame.body.toString());
      }
    });
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('The server closed the connection.')));
  });
}

function firstFrame(bytes: Buffer): { head: number; body: Buffer; end: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const from = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < from) return null;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = from + length;
  return bytes.length < end ? null : { head: bytes[0] ?? 0, body: bytes.subarray(from, end), end };
}

/** A masked text frame; a mask of zeros leaves the text as it is. */
function clientFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.of(TEXT, 0x80 | body.length)
      : Buffer.of(TEXT, 0xfe, body.length >> 8, body.length & 255);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}
