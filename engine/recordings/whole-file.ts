import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { ChildLines, ffmpegEnvironment, giveWay } from '../child-processes';
import { redactor } from '../redact';
import { isWhole, roomForIndex } from './fragments';

/** A hung disk must not hold up the parts after this one. Slower than any disk that can record. */
const MIN_BYTES_PER_S = 1024 * 1024;
const START_MS = 60_000;

/**
 * Beside a show a copy reads and writes so many seconds of the recording in a second: 9 MB a second each of a
 * program of 4.6 Mbit/s, and eight minutes for a match of two hours.
 */
const BESIDE_RATE = 16;
/** In small steps: a database on this disk waits for what was written before its own. */
const FLUSH_EVERY_MS = 500;

/**
 * Pictures and sound in turn: with a turn for each packet the index, which a player reads before all else, is
 * twice as long.
 */
const CHUNK_US = 500_000;

/** The file cannot be read as the recording that it should be. */
export class Unreadable extends Error {}

export interface WholeOptions {
  ffmpegPath: string;
  /** Of `from`: bounds the time that it may take. */
  bytes: number;
  signal: AbortSignal;
  /** Something is on the air: in one pass, at a bounded rate. */
  besideShow: boolean;
}

/**
 * Copies the packets of `from` into `to` as an MP4 file with its index in front; nothing is encoded again.
 * ffmpeg writes the index last and then moves all data back to make room for it, within `to`: the disk reads
 * and writes everything twice, and needs room for one more file. Beside a show the index goes into room that
 * is left free in front, of which some stays free. Resolves when the file is on the disk.
 *
 * @throws Unreadable with ffmpeg's last lines; when `signal` aborts or it takes too long, the signal's reason
 */
export async function writeWhole(from: string, to: string, options: WholeOptions): Promise<void> {
  const { ffmpegPath, bytes, signal, besideShow } = options;
  const slowest = MIN_BYTES_PER_S / (besideShow ? BESIDE_RATE : 1);
  const limitMs = START_MS + Math.round((bytes / slowest) * 1000);
  const ends = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  ends.throwIfAborted();
  const folder = dirname(to);
  const room = besideShow ? await roomForIndex(from) : null;
  const child = spawn(ffmpegPath, wholeArgs(relative(folder, from), basename(to), room), {
    // As in outputs/recorder/part.ts.
    cwd: folder,
    env: ffmpegEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  ends.addEventListener('abort', kill);
  const flushing = besideShow
    ? setInterval(() => void flush(to).catch(() => undefined), FLUSH_EVERY_MS)
    : null;
  try {
    const lines = new ChildLines(child.stderr, redactor);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
      giveWay(child.pid);
    });
    ends.throwIfAborted();
    if (code !== 0) throw new Unreadable(`ffmpeg ended with ${code}: ${lines.last().join(' | ')}`);
  } finally {
    ends.removeEventListener('abort', kill);
    if (flushing) clearInterval(flushing);
  }
  await flush(to);
  // ffmpeg 5 ends with 0 where it could not write the index.
  if (!(await isWhole(to))) throw new Unreadable('the copy has no index in front');
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @param room bytes left free in front for the index, beside a show; null: data are moved, at full speed */
function wholeArgs(from: string, to: string, room: number | null): string[] {
  const rate = room === null ? [] : ['-readrate', String(BESIDE_RATE)];
  const index = room === null ? ['-movflags', '+faststart'] : ['-moov_size', String(room)];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-y', '-loglevel', 'error'],
    // The one ffmpeg that reads a file (safety T14), and only as the format that Touchline writes.
    ...['-protocol_whitelist', 'file', ...rate, '-f', 'mov', '-i', `file:${from}`],
    ...['-map', '0:v:0', '-map', '0:a:0', '-c', 'copy', '-chunk_duration', String(CHUNK_US)],
    ...[...index, '-f', 'mp4', `file:${to}`],
  ];
}
