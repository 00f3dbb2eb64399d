import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, statfs, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HLS_PLAYLIST, hlsSegmentName } from '../../../core/hls-files';
import { MIN_FREE_BYTES } from '../disk';

/** A stream that was not written to for so long is over; its last segments are deleted. */
const FORGOTTEN_MS = 10 * 60_000;

/**
 * The files of one stream: `<root>/<eventId>/<streamId>/live.m3u8` and its segments. A reader sees a whole
 * playlist or the one before, and every segment that a playlist names.
 */
export class HlsFolder {
  /** Part of every name: two engines that write for a moment at the same time cannot hit the same file. */
  readonly #writer = randomBytes(6).toString('hex');
  readonly #directory: string;
  readonly #keep: number;
  /** Segments on the disk, oldest first. */
  #names: string[] = [];

  /**
   * @param keep how many segments stay: those of the playlist, and those that a slow player may still be
   * reading
   */
  constructor(directory: string, keep: number) {
    this.#directory = directory;
    this.#keep = keep;
  }

  /** Makes the folder, takes over what another engine left in it, and clears away streams that are over. */
  async open(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const sequenceOf = (name: string): number => Number.parseInt(name, 10) || 0;
    this.#names = (await readdir(this.#directory))
      .filter((name) => name.endsWith('.ts'))
      .sort((a, b) => sequenceOf(a) - sequenceOf(b));
    await this.#sweep();
  }

  /** The present playlist; null when there is none. */
  async playlist(): Promise<string | null> {
    return readFile(join(this.#directory, HLS_PLAYLIST), 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
  }

  /**
   * Writes a segment and gives its name. @throws an error with `code` ENOSPC also while the rest of the disk
   * is the database's
   */
  async writeSegment(sequence: number, data: Buffer): Promise<string> {
    const name = hlsSegmentName(sequence, this.#writer);
    const { bavail, bsize } = await statfs(this.#directory);
    if (bavail * bsize < MIN_FREE_BYTES) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
    const path = join(this.#directory, name);
    try {
      await writeFile(path, data);
    } catch (error) {
      // Half a segment on a full disk would only keep it full.
      await unlink(path).catch(() => undefined);
      throw error;
    }
    this.#names.push(name);
    return name;
  }

  /** Puts a playlist in the place of the one before, in one step, and removes the oldest segments. */
  async publish(text: string): Promise<void> {
    const part = join(this.#directory, `${HLS_PLAYLIST}.${this.#writer}`);
    try {
      await writeFile(part, text);
      await rename(part, join(this.#directory, HLS_PLAYLIST));
    } catch (error) {
      await unlink(part).catch(() => undefined);
      throw error;
    }
    for (const name of this.#names.splice(0, this.#names.length - this.#keep)) {
      await unlink(join(this.#directory, name)).catch(() => undefined);
    }
  }

  /** Other streams of this event at once, those of other events when they are forgotten. */
  async #sweep(): Promise<void> {
    const own = dirname(this.#directory);
    const root = dirname(own);
    for (const event of await readdir(root)) {
      const streams = await readdir(join(root, event)).catch(() => []);
      let left = streams.length;
      for (const stream of streams) {
        const path = join(root, event, stream);
        const mine = event === basename(own);
        if (mine ? stream === basename(this.#directory) : !(await isForgotten(path))) continue;
        await rm(path, { recursive: true, force: true }).catch(() => undefined);
        left--;
      }
      // An event's own folder goes with its last stream; one that just came is not empty, and stays.
      if (left === 0) await rm(join(root, event), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/**
 * By the wall clock, since that is what files have, and by what it would be had nobody set it since this
 * process began: a clock that is put forward must not make another event's live stream an old one.
 */
async function isForgotten(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  const nowMs = Math.min(Date.now(), performance.timeOrigin + performance.now());
  return facts !== null && nowMs - facts.mtimeMs > FORGOTTEN_MS;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
