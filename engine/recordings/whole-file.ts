import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { ChildLines, ffmpegEnvironment, giveWay } from '../child-processes';
import { redactor } from '../redact';

/** A hung disk must not hold up the parts after this one. Slower than any disk that can record. */
const MIN_BYTES_PER_S = 1024 * 1024;
const START_MS = 60_000;

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
}

/**
 * Copies the packets of `from` into `to` as an MP4 file with its index in front; nothing is encoded again.
 * ffmpeg writes the index last and then moves all data back to make room for it, within `to`: the disk reads
 * and writes everything twice, and needs room for one more file. Resolves when the file is on the disk.
 *
 * @throws Unreadable with ffmpeg's last lines; when `signal` aborts or it takes too long, the signal's reason
 */
export async function writeWhole(from: string, to: string, options: WholeOptions): Promise<void> {
  const { ffmpegPath, bytes, signal } = options;
  const limitMs = START_MS + Math.round((bytes / MIN_BYTES_PER_S) * 1000);
  const ends = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  ends.throwIfAborted();
  const folder = dirname(to);
  const child = spawn(ffmpegPath, wholeArgs(relative(folder, from), basename(to)), {
    // As in outputs/recorder/part.ts.
    cwd: folder,
    env: ffmpegEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  ends.addEventListener('abort', kill);
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
  }
  const handle = await open(to, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function wholeArgs(from: string, to: string): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-y', '-loglevel', 'error'],
    // The one ffmpeg that reads a file (safety T14), and only as the format that Touchline writes.
    ...['-protocol_whitelist', 'file', '-f', 'mov', '-i', `file:${from}`],
    ...['-map', '0:v:0', '-map', '0:a:0', '-c', 'copy', '-chunk_duration', String(CHUNK_US)],
    ...['-movflags', '+faststart', '-f', 'mp4', `file:${to}`],
  ];
}
