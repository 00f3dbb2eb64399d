import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'secrets.key';
/** How long a process may go on with keys that were changed on the disk meanwhile. */
export const KEYS_NOTICED_MS = 1_000;

/**
 * The root keys, 32 bytes each: the first seals, all of them open. There is more than one only while keys are
 * rotated (safety F31), and a process that runs notices by itself.
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
 * first start with 0600.
 */
export async function openKeyRing(dataDir: string, fromEnv?: string): Promise<KeyRing> {
  if (fromEnv) {
    const keys = parse(fromEnv);
    return { keys: () => keys };
  }
  const file = join(dataDir, FILE);
  let keys = await readOrMake(file, dataDir);
  let lookedAtMs = performance.now();
  let changedMs = statSync(file).mtimeMs;
  return {
    keys() {
      const now = performance.now();
      if (now - lookedAtMs < KEYS_NOTICED_MS) return keys;
      lookedAtMs = now;
      const facts = statSync(file, { throwIfNoEntry: false });
      // A file that was taken away costs a running process nothing.
      if (!facts || facts.mtimeMs === changedMs) return keys;
      changedMs = facts.mtimeMs;
      const read = parse(readFileSync(file, 'utf8'));
      if (read.length > 0) keys = read;
      return keys;
    },
  };
}

/** Puts keys in place of those in the file, in one step. */
export async function writeKeys(dataDir: string, keys: readonly Buffer[]): Promise<void> {
  const file = join(dataDir, FILE);
  const part = `${file}.${process.pid}`;
  await writeFile(part, keys.map((key) => `${key.toString('hex')}\n`).join(''), { mode: 0o600 });
  await rename(part, file);
}

async function readOrMake(file: string, dataDir: string): Promise<Buffer[]> {
  const existing = await readFile(file, 'utf8').catch(() => null);
  if (existing) return parse(existing);
  const key = randomBytes(32);
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch {
    // Two processes at their first start: the one that wrote first decides.
    return parse(await readFile(file, 'utf8'));
  }
  return [key];
}
