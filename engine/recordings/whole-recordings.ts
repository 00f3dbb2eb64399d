import { rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, resolve, sep } from 'node:path';
import type { Logger } from 'pino';
import { withClaims } from '../../db/claims';
import { commit } from '../../db/commit';
import type { Sql } from '../../db/connect';
import type { Doorbell } from '../../db/doorbell';
import {
  anyOnAir,
  closeForgottenParts,
  type EndedPart,
  readEndedParts,
  setRecordingBytes,
} from '../../db/queries/recordings';
import { raiseSeq } from '../../db/queries/switching';
import { diskSpace, RECORDING_FLOOR } from '../outputs/disk';
import { dropBrokenTail, isWhole } from './fragments';
import { Unreadable, type WholeOptions, writeWhole } from './whole-file';

const LOOK_EVERY_MS = 2_000;
/** All parts are read so often; in between those of the last day. */
const ALL_EVERY_MS = 10 * 60_000;
const ROOM_EVERY_MS = 1_000;
/** Not a name of a recording: nothing lists or serves it. */
const UNFINISHED = '.unfinished';

/**
 * What the copy may lack of the original: its pieces of index, and the last second of a part that a crash
 * left. Anything more was unreadable, and the original may still be of use to somebody.
 */
const mayLack = (bytes: number): number => bytes * 0.05 + Math.min(bytes * 0.4, 8 * 1024 * 1024);

type How = Pick<WholeOptions, 'signal' | 'besideShow'>;

export interface WholeRecordingsOptions {
  sql: Sql;
  doorbell: Doorbell;
  log: Logger;
  recordingsDir: string;
  ffmpegPath: string;
  /** Free bytes that stay free; what a new recording wants to begin, where it is left out. */
  leaveBytes?: number;
}

/**
 * Makes the ended parts of recordings whole, one at a time: index in front and length known, so that a player
 * seeks at once over a slow line; at a bounded rate while anything is on the air. The new file takes the
 * place of the old one by its name, so a crash at any moment leaves one of the two, and who reads the old one
 * goes on with it.
 */
export class WholeRecordings {
  readonly #options: WholeRecordingsOptions;
  readonly #leaveBytes: number;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #work: { stop: AbortController; done: Promise<void>; besideShow: boolean } | null = null;
  #allAtMs = -Infinity;
  /** Whole, of another machine, or unreadable. */
  readonly #settled = new Set<string>();
  /** Tried again when all parts are read again, such as those for which there was no room. */
  readonly #waiting = new Set<string>();

  constructor(options: WholeRecordingsOptions) {
    this.#options = options;
    this.#leaveBytes = options.leaveBytes ?? RECORDING_FLOOR.beginAbove;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    void this.#look();
  }

  /** Drops the copy that is being written; the part stays as it is until the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#work?.stop.abort();
    await this.#work?.done;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const all = performance.now() - this.#allAtMs >= ALL_EVERY_MS;
      const { onAir, parts } = await withClaims(this.#options.sql, { kind: 'engine' }, async (tx) => {
        const onAir = await anyOnAir(tx);
        if (this.#work) return { onAir, parts: [] };
        await closeForgottenParts(tx);
        return { onAir, parts: await readEndedParts(tx, all) };
      });
      // A show needs the disk: its recording, and the database with each cut. The next look begins slowly.
      if (onAir && this.#work?.besideShow === false) this.#work.stop.abort();
      else if (!this.#work && this.#timer) this.#begin(parts, all, onAir);
    } catch {
      // The database is away: the worker logs that.
    } finally {
      this.#looking = false;
    }
  }

  #begin(parts: EndedPart[], all: boolean, besideShow: boolean): void {
    if (all) this.#waiting.clear();
    const stop = new AbortController();
    const done = this.#makeWhole(parts, { signal: stop.signal, besideShow }).then((finished) => {
      this.#work = null;
      if (finished && all) this.#allAtMs = performance.now();
    });
    this.#work = { stop, done, besideShow };
  }

  /** @returns false where parts are left, because it was stopped or has spent its time on one of them */
  async #makeWhole(parts: EndedPart[], how: How): Promise<boolean> {
    for (const part of parts) {
      if (this.#settled.has(part.id) || this.#waiting.has(part.id)) continue;
      if (how.signal.aborted) return false;
      const tookTime = await this.#one(part, how).catch((error: unknown) => {
        // Anything but the file itself, such as the database or a show, may be well again.
        const hopeless = error instanceof Unreadable && !how.besideShow;
        (hopeless ? this.#settled : this.#waiting).add(part.id);
        this.#options.log.warn({ err: error, file: part.file }, 'a part of a recording stays in fragments');
        return false;
      });
      // Newer parts come first.
      if (tookTime) return false;
    }
    return true;
  }

  async #one(part: EndedPart, { signal, besideShow }: How): Promise<boolean> {
    const path = this.#pathOf(part.file);
    const old = path === null ? null : await stat(path).catch(() => null);
    if (!path || !old?.isFile() || old.size === 0) {
      this.#settled.add(part.id);
      return false;
    }
    const copy = path + UNFINISHED;
    await rm(copy, { force: true });
    const alreadyWhole = await isWhole(path);
    const size = alreadyWhole ? old.size : await dropBrokenTail(path);
    // Of a crash: before its row was written, or between the two steps of `#replace`.
    if (part.bytes !== size) await this.#write(part.id, size);
    if (alreadyWhole) {
      this.#settled.add(part.id);
      return false;
    }
    const room = () => diskSpace(dirname(path)).freeBytes - this.#leaveBytes;
    if (room() < size) return this.#wait(part);
    const full = new AbortController();
    const watch = setInterval(() => {
      if (room() < 0) full.abort();
    }, ROOM_EVERY_MS);
    const beganMs = performance.now();
    try {
      const { ffmpegPath } = this.#options;
      const ends = AbortSignal.any([signal, full.signal]);
      await writeWhole(path, copy, { ffmpegPath, bytes: size, signal: ends, besideShow });
      const bytes = (await stat(copy)).size;
      if (size - bytes > mayLack(size)) throw new Unreadable(`only ${bytes} of ${size} bytes`);
      if (await this.#write(part.id, bytes, () => replace(path, size, copy))) {
        const ms = Math.round(performance.now() - beganMs);
        this.#options.log.info({ file: part.file, bytes, ms }, 'a part of a recording was made whole');
      }
      this.#settled.add(part.id);
    } catch (error) {
      if (full.signal.aborted) return this.#wait(part);
      if (!signal.aborted && !(error instanceof StillWritten)) throw error;
    } finally {
      clearInterval(watch);
      await rm(copy, { force: true });
    }
    return true;
  }

  #wait(part: EndedPart): false {
    this.#waiting.add(part.id);
    this.#options.log.warn({ file: part.file }, 'no room to make a part of a recording whole');
    return false;
  }

  /** @returns false where the recording was deleted meanwhile; `last` is then not called */
  #write(id: string, bytes: number, last?: () => Promise<void>): Promise<boolean> {
    return commit(this.#options, { kind: 'engine' }, async (tx) => {
      const eventId = await setRecordingBytes(tx, id, bytes);
      if (eventId === null) return false;
      await raiseSeq(tx, eventId, ['outputs']);
      await last?.();
      return true;
    });
  }

  /** Null for a path outside the folder of recordings (safety T21), and for other kinds of files. */
  #pathOf(file: string): string | null {
    const root = resolve(this.#options.recordingsDir);
    const path = resolve(root, file);
    return path.startsWith(root + sep) && extname(path) === '.mp4' ? path : null;
  }
}

/** Somebody writes to a part that has ended, such as an engine that was suspended: it is tried again. */
class StillWritten extends Error {}

async function replace(path: string, bytes: number, copy: string): Promise<void> {
  if ((await stat(path)).size !== bytes) throw new StillWritten();
  await rename(copy, path);
}
