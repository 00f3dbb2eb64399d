import { write, writeSync } from 'node:fs';

const STDOUT = 1;
/** What waits for a terminal that takes nothing: stopped by Ctrl-S, or at the other end of a dead line. */
const MOST_WAITING_BYTES = 1_000_000;
const BUSY_MS = 50;
/** A terminal that took nothing for so long takes nothing. */
const STUCK_MS = 1_000;

let waiting: string[] = [];
let bytes = 0;
let lost = 0;
/** When the write that is under way began. */
let writingSinceMs: number | null = null;

/**
 * Prints a line without ever waiting for the terminal. `console.log` waits, and with it would wait the
 * watches of all processes, and these processes themselves once nobody takes their lines any more.
 */
export function say(line: string): void {
  const size = Buffer.byteLength(line) + 1;
  if (bytes + size > MOST_WAITING_BYTES) {
    lost += 1;
    return;
  }
  waiting.push(line);
  bytes += size;
  if (writingSinceMs === null) next();
}

function next(): void {
  const text = taken();
  writingSinceMs = null;
  if (text !== '') put(Buffer.from(text));
}

/** Everything that waits, as it is written at once. */
function taken(): string {
  if (lost > 0) waiting.push(`(${lost} lines were not shown: the terminal took nothing)`);
  const text = waiting.map((line) => `${line}\n`).join('');
  waiting = [];
  bytes = 0;
  lost = 0;
  return text;
}

function put(rest: Buffer): void {
  writingSinceMs = performance.now();
  write(STDOUT, rest, (error, written) => {
    // A pipe that others made non-blocking, and is full.
    if (error?.code === 'EAGAIN') return void setTimeout(() => put(rest), BUSY_MS);
    // Nobody reads any more: the show goes on.
    if (error || written >= rest.length) return next();
    put(rest.subarray(written));
  });
}

process.on('exit', () => {
  const tookMs = writingSinceMs === null ? 0 : performance.now() - writingSinceMs;
  // Node would wait for the end of the write, for ever.
  if (tookMs > STUCK_MS) process.kill(process.pid, 'SIGKILL');
  const text = taken();
  try {
    if (text !== '') writeSync(STDOUT, text);
  } catch {
    // Nobody reads any more.
  }
});
