import { randomBytes } from 'node:crypto';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { Duplex } from 'node:stream';

/** A WebSocket (RFC 6455) for text, as a client; Node 20 has none of its own. */
export interface TextSocket {
  send(text: string): void;
  close(): void;
}

export interface TextSocketOptions {
  headers: Record<string, string>;
  timeoutMs: number;
  /** Each whole text message; binary ones are passed over. */
  onText: (text: string) => void;
  /** Once, whoever ended it. */
  onClose: () => void;
}

/** @throws an Error when nobody answers, or something else than a WebSocket */
export function openTextSocket(url: URL, options: TextSocketOptions): Promise<TextSocket> {
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'https:' ? secure : plain)(url, {
      timeout: options.timeoutMs,
      headers: {
        ...options.headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    });
    call.once('upgrade', (_response, socket, head) => {
      socket.setTimeout(0);
      resolve(talk(socket, head, options));
    });
    call.once('response', (response) => {
      response.resume();
      reject(new Error(`The server refused (${response.statusCode ?? 0}).`));
    });
    call.once('timeout', () => call.destroy(new Error('The server does not answer.')));
    call.once('error', reject);
    call.end();
  });
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

function talk(socket: Duplex, head: Buffer, { onText, onClose }: TextSocketOptions): TextSocket {
  let held = head;
  let kind = 0;
  let parts: Buffer[] = [];
  const write = (code: number, payload: Buffer): void => {
    if (socket.writable) socket.write(masked(code, payload));
  };
  // Nobody waits for the other end to close as well: it may be gone.
  const close = (): void => void socket.end(masked(CLOSE, Buffer.alloc(0)), () => socket.destroy());
  const take = (): void => {
    for (let frame = readFrame(held); frame; frame = readFrame(held)) {
      held = held.subarray(frame.end);
      if (frame.code === CLOSE) close();
      else if (frame.code === PING) write(PONG, frame.payload);
      if (frame.code >= CLOSE) continue;
      // The later parts of a message have no code of their own.
      if (frame.code !== 0) kind = frame.code;
      parts.push(frame.payload);
      if (!frame.last) continue;
      if (kind === TEXT) onText(Buffer.concat(parts).toString());
      parts = [];
    }
  };
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    take();
  });
  socket.on('error', () => undefined);
  socket.once('close', onClose);
  take();
  return { send: (text) => write(TEXT, Buffer.from(text)), close };
}

interface Frame {
  code: number;
  last: boolean;
  payload: Buffer;
  /** Bytes that it takes with its head. */
  end: number;
}

/** The first frame of what has arrived, or null while it is not whole. A server does not mask. */
function readFrame(held: Buffer): Frame | null {
  if (held.length < 2) return null;
  const [first = 0, short = 0] = held;
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
  const start = 2 + extra;
  if (held.length < start) return null;
  const length = extra === 8 ? Number(held.readBigUInt64BE(2)) : extra === 2 ? held.readUInt16BE(2) : short;
  const end = start + length;
  if (held.length < end) return null;
  return { code: first & 0x0f, last: first >= 0x80, payload: held.subarray(start, end), end };
}

function masked(code: number, payload: Buffer): Buffer {
  const key = randomBytes(4);
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 10 : 2);
  head[0] = 0x80 | code;
  head[1] = 0x80 | (long ? 127 : payload.length);
  if (long) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, key, payload.map((byte, i) => byte ^ (key[i & 3] ?? 0))]);
}
