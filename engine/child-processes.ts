import { constants, setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import type { Redactor } from './redact';

/** Enough to see why a child died, too little to matter in memory. */
const MAX_LINES = 20;
/** A child that writes without line ends must not grow us. */
const MAX_LINE = 2_000;

/** Reads a child's output line by line, redacted; keeps the last lines for error messages. */
export class ChildLines {
  readonly #lines: string[] = [];
  #rest = '';

  constructor(stream: Readable, redactor: Redactor, onLine?: (line: string) => void) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const parts = (this.#rest + text).split(/[\r\n]+/);
      this.#rest = (parts.pop() ?? '').slice(-MAX_LINE);
      for (const part of parts) {
        const line = redactor.redact(part.slice(0, MAX_LINE)).trim();
        if (line === '') continue;
        this.#lines.push(line);
        if (this.#lines.length > MAX_LINES) this.#lines.shift();
        onLine?.(line);
      }
    });
    stream.on('error', () => undefined);
  }

  /** Oldest first, redacted. */
  last(): readonly string[] {
    return this.#lines;
  }
}

/**
 * For every ffmpeg that a stream reaches, before each `-i` (safety T14): it reads from pipes and opens
 * nothing else, whatever the stream asks for. Only `recordings/whole-file.ts` reads a file, which the engine
 * wrote.
 */
export const PIPES_ONLY = ['-protocol_whitelist', 'pipe'] as const;

/** What ffmpeg needs of the engine's environment, which also holds the keys of everything (safety T10). */
const NEEDED = ['PATH', 'TMPDIR', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'TZ'] as const;

export function ffmpegEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV } = process.env;
  return { NODE_ENV, ...Object.fromEntries(NEEDED.map((name) => [name, process.env[name]])) };
}

/**
 * A process that no show needs runs where shows leave room. On Linux this is also the lowest priority at the
 * disk, where its scheduler knows any (ioprio_set(2)).
 */
export function giveWay(pid: number | undefined, priority: number = constants.priority.PRIORITY_LOW): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, priority);
  } catch {
    // It has ended already.
  }
}
