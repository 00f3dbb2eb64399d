import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';

const LARGEST_BYTES = 20_000_000;
const KEPT_LINES = 12;
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
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) renameSync(file, `${file}.1`);
  const out = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // A full disk must not stop the program.
  out.on('error', () => undefined);
  const last: string[] = [];
  return {
    tail: () => last.join('\n'),
    read(stream) {
      createInterface({ input: stream }).on('line', (line) => {
        out.write(`${line}\n`);
        last.push(line);
        if (last.length > KEPT_LINES) last.shift();
        const text = loud ? line : terminalText(line);
        if (text) print(`${name}: ${text}`);
      });
    },
  };
}
