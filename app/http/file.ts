import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../core/errors';
import { Lane } from '../../core/lane';
import { withTimeout } from '../../core/time/with-timeout';

const TYPES: Record<string, string> = { mp4: 'video/mp4', ts: 'video/mp2t' };

/** A file on the disk, and what it is called when it is saved. */
export interface SavedFile {
  path: string;
  /** May have every character that a file name can have. */
  name: string;
  /** For clients that know no other: letters, digits, `-`, `_` and the ending. */
  asciiName: string;
}

/** Sends a file, or the part of it that a player asks for, read as fast as it is taken. */
export async function fileAnswer(request: Request, file: SavedFile): Promise<Response> {
  // Another file may take its name at any time: its length and its bytes are read from one and the same.
  mustAnswer();
  const opening = open(file.path);
  const handle = await fromDisk(opening).catch((error: unknown) => {
    void opening.then((late) => late.close()).catch(() => undefined);
    throw error;
  });
  const { size, ino, birthtimeMs } = await fromDisk(handle.stat());
  // The same while a file grows, so that a download of it may go on; another one for another file.
  const etag = `"${ino.toString(36)}-${Math.round(birthtimeMs).toString(36)}"`;
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Content-Type': TYPES[file.asciiName.split('.').pop() ?? ''] ?? 'application/octet-stream',
    'Content-Disposition': attachment(file),
    ETag: etag,
  });
  const same = (request.headers.get('If-Range') ?? etag) === etag;
  const range = same ? parseRange(request.headers.get('Range'), size) : null;
  if (range === 'unsatisfiable') {
    await handle.close();
    headers.set('Content-Range', `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const part = range ?? { start: 0, end: size - 1 };
  headers.set('Content-Length', String(part.end - part.start + 1));
  if (range) headers.set('Content-Range', `bytes ${part.start}-${part.end}/${size}`);
  const status = range ? 206 : 200;
  if (request.method === 'HEAD' || size === 0) {
    await handle.close();
    return new Response(null, { status, headers });
  }
  // A recording grows while it is read: the end is fixed, so that the length announced is the length sent.
  return new Response(piecesOf(handle, part), { status, headers });
}

const PIECE_BYTES = 65_536;
/**
 * Pieces on their way at a time, of all files together, in turn. While hundreds of readers fill their
 * buffers, a cut finds the work of so many in front of it at each of its steps, and not of all (F7, F26).
 */
const AT_A_TIME = 2;
/** The answer is broken off then; the reader asks for the rest. */
const TURN_MS = 60_000;
const reading = new Lane(AT_A_TIME, 1, TURN_MS);
let readers = 0;

/** A disk that has not answered by then hangs: who waits is told, and others get the place. */
const DISK_MS = 10_000;
/** What a disk that hangs still holds; each is a thread, of which a process has four for all files. */
let hanging = 0;

function mustAnswer(): void {
  if (hanging >= AT_A_TIME) throw noAnswer();
}

const noAnswer = (cause?: unknown) =>
  new AppError('unavailable', 'The disk of the recordings does not answer. Try again in a minute.', {
    cause,
    retryAfterS: 60,
  });

/** @throws AppError unavailable when the disk takes too long, else what the work rejects with */
export async function fromDisk<T>(work: Promise<T>, limitMs = DISK_MS): Promise<T> {
  let late = false;
  const settled = work.finally(() => {
    if (late) hanging -= 1;
  });
  const outcome = settled.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const answer = await withTimeout(limitMs, outcome, 'Reading from the disk').catch((cause: unknown) => {
    late = true;
    hanging += 1;
    throw noAnswer(cause);
  });
  if ('error' in answer) throw answer.error;
  return answer.value;
}

/** Part of an open file, which is closed at the end, or when nobody reads any more. */
export function piecesOf(
  handle: Pick<FileHandle, 'read' | 'close'>,
  { start, end }: ByteRange,
  limitMs = DISK_MS,
): ReadableStream<Uint8Array> {
  const reader = String((readers += 1));
  let at = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const leave = await reading.enter(reader);
        try {
          if (!leave) throw new Error('The disk was too busy to read a file.');
          const room = Buffer.allocUnsafe(Math.min(PIECE_BYTES, end + 1 - at));
          mustAnswer();
          const { bytesRead } = await fromDisk(handle.read(room, 0, room.length, at), limitMs);
          if (bytesRead === 0) throw new Error('The file ends before the length that was announced.');
          controller.enqueue(room.subarray(0, bytesRead));
          at += bytesRead;
          if (at <= end) return;
          controller.close();
          await handle.close();
        } catch (error) {
          // It waits for what it still reads, which nobody else has to.
          void handle.close().catch(() => undefined);
          throw error;
        } finally {
          // What reads next begins after everything else that has come in by now.
          if (leave) setImmediate(leave);
        }
      },
      cancel: () => void handle.close().catch(() => undefined),
    },
    { highWaterMark: 0 },
  );
}

/** RFC 6266, with the encoding of RFC 8187 for the name as it is. */
export function attachment({ name, asciiName }: Pick<SavedFile, 'name' | 'asciiName'>): string {
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${asciiName}"; filename*=UTF-8''${encoded}`;
}

/** A part of a file, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Which part of a file of `bytes` bytes is asked for (RFC 9110, 14.2). Null: all of it, also for forms with
 * several parts, which a server may answer so. `unsatisfiable`: it begins after the end.
 */
export function parseRange(header: string | null, bytes: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  if (first === '') {
    const suffix = Number(last);
    return suffix === 0 || bytes === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, bytes - suffix), end: bytes - 1 };
  }
  const start = Number(first);
  if (start >= bytes) return 'unsatisfiable';
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return end < start ? null : { start, end };
}

const TEXT_TYPES: Record<string, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

/**
 * A text file that is sent as it is made.
 * @param name of letters, digits, `-`, `_` and an ending of TEXT_TYPES
 */
export function download(pieces: AsyncGenerator<string>, name: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': TEXT_TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  });
}
