import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';

/** A file that has grown to this becomes `<name>.log.1`, in place of the one before. */
const LARGEST_BYTES = 20_000_000;
/** After an error, such as a full disk, the file is opened again this much later. */
const REOPEN_AFTER_MS = 5_000;
const KEPT_LINES = 12;
/** Characters; what is longer is told in pieces, so that a child without line ends costs no memory. */
const LONGEST_LINE = 65_536;
/** What waits for a disk that hangs; lines beyond are lost, and counted. */
const MAX_WAITING_BYTES = 4_000_000;
/** pino's level of a warning. */
const WARN = 40;

const Line = z.object({
  level: z.union([z.number(), z.string()]),
  msg: z.string().optional(),
  message: z.string().optional(),
  err: z.object({ message: z.string() }).optional(),
  error: z.string().optional(),
});

/** Warnings about normal events: PostgreSQL logs these for clients while it starts or stops. */
const IN_ORDER = /the database system is (starting up|shutting down|not yet accepting connections)/;

/** What the terminal shows of a child's line: the text of a warning or error, else null. */
export function terminalText(line: string): string | null {
  if (line.startsWith('{')) {
    const parsed = Line.safeParse(parseJson(line));
    if (parsed.success) {
      const { level, msg, message, err, error } = parsed.data;
      const loud = typeof level === 'number' ? level >= WARN : /^(warn|error|fatal|panic)/i.test(level);
      if (!loud) return null;
      return [msg ?? message, err?.message ?? error].filter(Boolean).join(': ') || line;
    }
  }
  if (IN_ORDER.test(line)) return null;
  return /^\s+at /.test(line) || !/(\bwarn|error\b|fatal|panic)/i.test(line) ? null : line;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export interface ChildLog {
  read(stream: Readable): void;
  /** The last lines, to explain why a child did not start. */
  tail(): string;
}

/**
 * All lines of a child go to `<folder>/<name>.log`; its warnings (of a loud one, all lines) also to the
 * terminal, with its name.
 */
export function childLog(
  folder: string,
  name: string,
  print: (line: string) => void,
  loud = false,
): ChildLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = new LogFile(join(folder, `${name}.log`));
  const last: string[] = [];
  return {
    tail: () => last.join('\n'),
    read(stream) {
      readLines(stream, (line) => {
        file.write(`${line}\n`);
        last.push(line);
        if (last.length > KEPT_LINES) last.shift();
        const text = loud ? line : terminalText(line);
        if (text) print(`${name}: ${text}`);
      });
    },
  };
}

/** Lines as they come, without their ends. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (bytes: Buffer) => {
    const lines = (rest + decoder.write(bytes)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) for (const piece of pieces(line)) onLine(piece);
    if (rest.length < LONGEST_LINE) return;
    onLine(rest.slice(0, LONGEST_LINE));
    rest = rest.slice(LONGEST_LINE);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

function pieces(line: string): string[] {
  if (line.length <= LONGEST_LINE) return [line];
  const count = Math.ceil(line.length / LONGEST_LINE);
  return Array.from({ length: count }, (_, i) => line.slice(i * LONGEST_LINE, (i + 1) * LONGEST_LINE));
}

/** Appends to a file of limited size. What cannot be written is counted, and the count is written later. */
export class LogFile {
  readonly #path: string;
  readonly #largestBytes: number;
  readonly #reopenAfterMs: number;
  #stream: WriteStream | null = null;
  #bytes = 0;
  #failedAtMs = Number.NEGATIVE_INFINITY;
  #lost = 0;

  constructor(path: string, { largestBytes = LARGEST_BYTES, reopenAfterMs = REOPEN_AFTER_MS } = {}) {
    this.#path = path;
    this.#largestBytes = largestBytes;
    this.#reopenAfterMs = reopenAfterMs;
  }

  write(line: string): void {
    const stream = this.#open();
    if (!stream || stream.writableLength > MAX_WAITING_BYTES) {
      this.#lost += 1;
      return;
    }
    if (this.#lost > 0) {
      stream.write(`(${this.#lost} lines could not be written here)\n`);
      this.#lost = 0;
    }
    this.#bytes += Buffer.byteLength(line);
    stream.write(line);
  }

  #open(): WriteStream | null {
    if (this.#stream && this.#bytes > this.#largestBytes) {
      this.#stream.end();
      this.#stream = null;
    }
    if (this.#stream) return this.#stream;
    if (performance.now() - this.#failedAtMs < this.#reopenAfterMs) return null;
    try {
      this.#bytes = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
      if (this.#bytes > this.#largestBytes) {
        renameSync(this.#path, `${this.#path}.1`);
        this.#bytes = 0;
      }
    } catch {
      // A folder that cannot be changed can often still be written to.
    }
    const stream = createWriteStream(this.#path, { flags: 'a', mode: 0o600 });
    // A full disk must not stop the program, nor end the log for good.
    stream.on('error', () => {
      this.#failedAtMs = performance.now();
      if (this.#stream === stream) this.#stream = null;
    });
    this.#stream = stream;
    return stream;
  }
}
