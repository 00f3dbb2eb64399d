import { randomUUID } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A file without a name, to hand secrets to a child: everybody may read a child's arguments in /proc, nobody
 * else its open files. The name exists for an instant, readable by this user only.
 *
 * @returns a descriptor at the beginning of the file, to be passed to the child and then closed
 */
export function openSecret(content: string): { fd: number; close: () => void } {
  const path = join(tmpdir(), `touchline-${randomUUID()}`);
  const fd = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    // At a position, so that the descriptor still stands at the beginning.
    const bytes = Buffer.from(content, 'utf8');
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, at);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, close: () => closeSync(fd) };
}
