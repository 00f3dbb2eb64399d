import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { openTextSocket } from './text-socket';

let server: Server;
afterEach(() => void server.close());

/** A server that answers each upgrade and hands over the connection. */
async function serve(onSocket: (socket: Duplex) => void): Promise<URL> {
  server = createServer((_request, response) => response.writeHead(401).end());
  server.on('upgrade', (_request, socket: Duplex) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/rtc`);
}

const nothing = { headers: {}, timeoutMs: 1_000, onText: () => undefined, onClose: () => undefined };
const frame = (first: number, payload: string): Buffer =>
  Buffer.concat([Buffer.from([first, payload.length]), Buffer.from(payload)]);

it('puts parts together, passes over what is binary and answers a ping in between', async () => {
  const said: string[] = [];
  const back: Buffer[] = [];
  const onClose = vi.fn();
  const url = await serve((socket) => {
    const long = 'x'.repeat(70_000);
    const head = Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(long.length, 6);
    const all = Buffer.concat([
      frame(0x82, 'binary'),
      frame(0x01, 'one '),
      frame(0x89, 'ping'),
      frame(0x80, 'message'),
      head,
      Buffer.from(long),
      frame(0x88, ''),
    ]);
    socket.on('data', (chunk: Buffer) => back.push(chunk));
    // Cut where it hurts: within a head.
    socket.write(all.subarray(0, 9));
    setTimeout(() => socket.write(all.subarray(9)), 20);
  });
  await openTextSocket(url, { ...nothing, onText: (text) => said.push(text), onClose });
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(said).toEqual(['one message', 'x'.repeat(70_000)]);
  expect(Buffer.concat(back)[0]).toBe(0x8a);
});

it('sends text of any length, masked', async () => {
  const back: Buffer[] = [];
  const url = await serve((socket) => socket.on('data', (chunk: Buffer) => back.push(chunk)));
  const socket = await openTextSocket(url, nothing);
  const text = 'ä'.repeat(5_000);
  socket.send(text);
  await vi.waitFor(() => expect(Buffer.concat(back).length).toBe(14 + 10_000));
  const got = Buffer.concat(back);
  const key = got.subarray(10, 14);
  expect(got.readUInt32BE(6)).toBe(10_000);
  expect(Buffer.from(got.subarray(14).map((byte, i) => byte ^ (key[i & 3] ?? 0))).toString()).toBe(text);
  socket.close();
});

it('says with which status a server refused', async () => {
  const url = await serve((socket) => socket.destroy());
  server.removeAllListeners('upgrade');
  await expect(openTextSocket(url, nothing)).rejects.toThrow('401');
});
