import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, startRtmpReceiver, type RtmpReceiver } from './rtmp';

/** A streaming server that takes one connection after another, as a platform does, and keeps what each one brought. */
export interface RtmpStation {
  url: string;
  key: string;
  /** Files of the connections so far, oldest first. */
  files(): string[];
  /** What has arrived of connection `index` (the newest by default), as a file that can be decoded while the show goes on. */
  copy(to: string, index?: number): Promise<string>;
  /** The server is gone: connections are refused until `open`. */
  shut(): Promise<void>;
  open(): Promise<void>;
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

export async function startRtmpStation(dir: string, name: string): Promise<RtmpStation> {
  const port = await freePort();
  const key = `key-${name}`;
  const files: string[] = [];
  let receiver: RtmpReceiver;
  let isOpen = false;

  async function listen(): Promise<void> {
    const file = join(dir, `${name}-${files.length}.flv`);
    receiver = await startRtmpReceiver({ file, port, key });
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
    key,
    files: () => [...files],
    async copy(to, index = files.length - 1) {
      const from = files[index];
      if (!from) throw new Error(`${name} has no connection ${index}`);
      const target = join(dir, to);
      await copyFile(from, target);
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
