import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrCreateFile, replaceFile } from './atomic-file';

const FILE = 'secrets.key';
/** ms for which a process may still use keys that were replaced on the disk. */
export const KEYS_NOTICED_MS = 1_000;

/**
 * The root keys, 32 bytes each: the first seals, all of them open. There is more than one only during a
 * rotation (safety F31), which a running process notices automatically.
 */
export interface KeyRing {
  keys(): readonly Buffer[];
}

/** One line of a key file, or one entry of SECRETS_KEY. */
function parse(text: string): Buffer[] {
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((hex) => Buffer.from(hex, 'hex'));
}

/**
 * `SECRETS_KEY` (64 hexadecimal digits each, the sealing one first), else DATA_DIR/secrets.key, made at the
 * first start with mode 0600.
 */
export async function openKeyRing(dataDir: string, fromEnv?: string): Promise<KeyRing> {
  if (fromEnv) {
    const keys = parse(fromEnv);
    return { keys: () => keys };
  }
  const file = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true });
  let keys = parse(readOrCreateFile(file, () => randomBytes(32).toString('hex')));
  let lookedAtMs = performance.now();
  let changedMs = statSync(file).mtimeMs;
  return {
    keys() {
      const now = performance.now();
      if (now - lookedAtMs < KEYS_NOTICED_MS) return keys;
      lookedAtMs = now;
      const facts = statSync(file, { throwIfNoEntry: false });
      // A running process continues with its keys when the file is deleted.
      if (!facts || facts.mtimeMs === changedMs) return keys;
      changedMs = facts.mtimeMs;
      const read = parse(readFileSync(file, 'utf8'));
      if (read.length > 0) keys = read;
      return keys;
    },
  };
}

/** Replaces the keys in the file atomically. */
export function writeKeys(dataDir: string, keys: readonly Buffer[]): void {
  replaceFile(join(dataDir, FILE), keys.map((key) => `${key.toString('hex')}\n`).join(''));
}
