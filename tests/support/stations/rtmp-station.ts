import { copyFile, open as openFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startRtmpReceiver, type RtmpReceiver } from './rtmp-receiver';
import { freePort } from '../../../supervisor/ports';

/**
 * A streaming server that takes one connection after another, as a platform does, and stores what each one
 * sent.
 */
export interface RtmpStation {
  url: string;
  port: number;
  key: string;
  /** Files of the connections so far, oldest first. */
  files(): string[];
  /**
   * What has arrived of connection `index` (the newest by default), as a file that can be decoded while the
   * program runs.
   */
  copy(to: string, index?: number): Promise<string>;
  /** Whether pictures have come in by connection `index`. */
  arrived(index: number): Promise<boolean>;
  /** What has arrived by the newest connection. */
  bytes(): Promise<number>;
  /** Only about the last `seconds` of the newest connection. */
  copyLast(to: string, seconds: number): Promise<string>;
  /** The server is gone: connections are refused until `open`. */
  shut(): Promise<void>;
  open(): Promise<void>;
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Of the program at 640 × 360: 800 kbit/s of picture, 128 of sound, and what the transport stream adds. */
export const BYTES_A_SECOND = 135_000;
const TS_PACKET = 188;

/** The end of a transport stream, which may be cut at any packet. */
async function copyTail(from: string, to: string, bytes: number): Promise<void> {
  const source = await openFile(from);
  const target = await openFile(to, 'w');
  try {
    const { size } = await source.stat();
    const start = Math.floor(Math.max(0, size - bytes) / TS_PACKET) * TS_PACKET;
    const buffer = Buffer.alloc(size - start);
    await source.read(buffer, 0, buffer.length, start);
    await target.write(buffer);
  } finally {
    await source.close();
    await target.close();
  }
}

export async function startRtmpStation(dir: string, name: string, keyOf = 'key'): Promise<RtmpStation> {
  const port = await freePort();
  const key = `${keyOf}-${name}`;
  const files: string[] = [];
  let receiver: RtmpReceiver;
  let isOpen = false;

  async function listen(): Promise<void> {
    const file = join(dir, `${name}-${files.length}.ts`);
    receiver = await startRtmpReceiver({ file, port, key }).catch(() =>
      // Somebody who waited at the port came and went before it could be seen that it listens.
      startRtmpReceiver({ file, port, key }),
    );
    files.push(file);
    const mine = receiver;
    void mine.exited.then(async () => {
      if (isOpen && receiver === mine) await listen();
    });
  }

  async function open(): Promise<void> {
    isOpen = true;
    await listen();
  }

  async function shut(): Promise<void> {
    isOpen = false;
    await receiver.kill();
  }

  await open();
  return {
    url: `rtmp://127.0.0.1:${port}/live`,
    port,
    key,
    files: () => [...files],
    async copy(to, index = files.length - 1) {
      const from = files[index];
      if (!from) throw new Error(`${name} has no connection ${index}`);
      const target = join(dir, to);
      await copyFile(from, target);
      return target;
    },
    async arrived(index) {
      const file = files[index];
      return file !== undefined && (await stat(file).catch(() => ({ size: 0 }))).size > BYTES_A_SECOND / 4;
    },
    bytes: async () => (await stat(files.at(-1) ?? '').catch(() => ({ size: 0 }))).size,
    async copyLast(to, seconds) {
      const from = files.at(-1);
      if (!from) throw new Error(`${name} has no connection`);
      const target = join(dir, to);
      await copyTail(from, target, seconds * BYTES_A_SECOND);
      return target;
    },
    shut,
    open,
    freeze: () => receiver.freeze(),
    thaw: () => receiver.thaw(),
    async close() {
      isOpen = false;
      await receiver.stop();
    },
  };
}
