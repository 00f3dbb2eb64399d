import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../supervisor/ports';
import { decodeFrames, readMark, type Mark } from '../../tests/support/eyes/eyes';
import type { Closing } from '../closing';
import { accessUnitEnds } from './access-units';
import type { Receiver } from './show';

/**
 * One frame of the program: the burned-in number, null for the slate, and its time of arrival, ms since 1970.
 */
export interface Sighting {
  atMs: number;
  mark: Mark | null;
}

export interface Arrivals extends Receiver {
  /** Ends the connection and decodes what arrived. */
  sightings(): Promise<Sighting[]>;
}

/** The bytes of one connection with their times of arrival. */
interface Connection {
  chunks: Buffer[];
  marks: { bytes: number; atMs: number }[];
}

/**
 * An RTMP server that records when the last byte of each frame arrived, one connection after another. Frames
 * are decoded afterwards, so that decoding costs no time.
 */
export async function receiveArrivals(dir: string, closing: Closing): Promise<Arrivals> {
  const port = await freePort();
  const [url, key] = [`rtmp://127.0.0.1:${port}/live`, 'arrivals'];
  const connections: Connection[] = [];
  let over = false;
  let end: () => Promise<void> = () => Promise.resolve();

  function listen(): void {
    const connection: Connection = { chunks: [], marks: [] };
    connections.push(connection);
    const child = spawn(
      process.env.FFMPEG_PATH ?? 'ffmpeg',
      [
        ...['-nostdin', '-nostats', '-v', 'error', '-listen', '1', '-i', `${url}/${key}`],
        ...['-map', '0:v', '-c', 'copy', '-flush_packets', '1', '-f', 'h264', 'pipe:1'],
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      connection.chunks.push(chunk);
      connection.marks.push({ bytes, atMs: Date.now() });
    });
    end = () => {
      over = true;
      child.kill('SIGKILL');
      return ended;
    };
    void ended.then(() => over || listen());
  }

  listen();
  closing.add(() => end());
  return {
    url,
    key,
    async sightings() {
      await end();
      const sightings: Sighting[] = [];
      for (const { chunks, marks } of connections.filter(({ marks }) => marks.length > 0)) {
        const stream = Buffer.concat(chunks);
        const file = join(dir, 'arrivals.h264');
        await writeFile(file, stream);
        sightings.push(...(await decode(file, timesOf(accessUnitEnds(stream), marks))));
      }
      return sightings;
    },
  };
}

function timesOf(ends: readonly number[], marks: Connection['marks']): number[] {
  let next = 0;
  return ends.map((end) => {
    while (next < marks.length - 1 && (marks[next]?.bytes ?? 0) < end) next++;
    return marks[next]?.atMs ?? NaN;
  });
}

async function decode(file: string, times: readonly number[]): Promise<Sighting[]> {
  const sightings: Sighting[] = [];
  for await (const { picture } of decodeFrames(file, { width: 640, height: 360 })) {
    const atMs = times[sightings.length];
    // The last frame is incomplete when the connection ended within it.
    if (atMs === undefined) break;
    sightings.push({ atMs, mark: readMark(picture) });
  }
  if (times.length - sightings.length > 1)
    throw new Error(
      `${times.length} frames arrived and ${sightings.length} were decoded: times cannot be told.`,
    );
  return sightings;
}
