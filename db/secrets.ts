import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SigningKeys } from '../core/signed-token';
import { readOrCreateFile, replaceFile } from './atomic-file';

/** Version of the envelope, to distinguish another cipher later. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals and opens what is stored in the database but must not be readable there, and hashes what is only
 * looked up. All keys are derived from root keys of 32 bytes, of which there are two during a rotation.
 */
export interface SecretBox {
  /**
   * AES-256-GCM, bound to `row` (such as `destination:<id>`): a ciphertext moved to another row does not
   * open.
   */
  seal(row: string, plaintext: string): Buffer;
  /** Throws when the row or the key is another one. */
  open(row: string, sealed: Uint8Array): string;
  /** HMAC-SHA-256 with the server's pepper, for values that can be guessed (typed codes). 32 bytes. */
  lookupHash(kind: string, value: string): Buffer;
  /** By every valid key, for looking up. */
  lookupHashes(kind: string, value: string): Buffer[];
  /** A key for another purpose, derived from the present root key. 32 bytes. */
  derive(purpose: string): Buffer;
  /** For values that are verified later, such as viewers' tickets: reads the present keys each time. */
  keysFor(purpose: string): SigningKeys;
}

interface Derived {
  derive(purpose: string): Buffer;
  sealing: Buffer;
  pepper: Buffer;
}

export function createSecretBox(root: Buffer | KeyRing): SecretBox {
  const ring: KeyRing = Buffer.isBuffer(root) ? { keys: () => [root] } : root;
  const made = new Map<string, Derived>();
  const all = (): Derived[] => ring.keys().map((key) => derivedOf(key, made));
  const present = (): Derived => {
    const [first] = all();
    if (!first) throw new Error('There is no secrets key.');
    return first;
  };
  present();
  const derive = (purpose: string): Buffer => present().derive(purpose);
  return {
    derive,
    keysFor: (purpose) => ({
      get sign() {
        return derive(purpose);
      },
      get accept() {
        return all().map((one) => one.derive(purpose));
      },
    }),
    seal(row, plaintext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', present().sealing, nonce).setAAD(Buffer.from(row));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(row, sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION) throw new Error('This secret was sealed by another version of Touchline.');
      const keys = all();
      for (const [i, { sealing }] of keys.entries()) {
        try {
          return opened(sealing, row, bytes);
        } catch (error) {
          if (i === keys.length - 1) throw error;
        }
      }
      throw new Error('There is no secrets key.');
    },
    lookupHash: (kind, value) => hash(present().pepper, kind, value),
    lookupHashes: (kind, value) => all().map(({ pepper }) => hash(pepper, kind, value)),
  };
}

/** Null where the row was sealed with a key that this server does not have, as after a restored database. */
export function openOrNull(box: SecretBox, row: string, sealed: Uint8Array): string | null {
  try {
    return box.open(row, sealed);
  } catch {
    return null;
  }
}

function derivedOf(root: Buffer, made: Map<string, Derived>): Derived {
  if (root.length !== 32) throw new Error('The secrets key must have 32 bytes (64 hexadecimal digits).');
  const name = root.toString('base64');
  const known = made.get(name);
  if (known) return known;
  // Some are read with every chat message; there are as many as purposes.
  const keys = new Map<string, Buffer>();
  const derive = (purpose: string) => {
    const key = keys.get(purpose) ?? Buffer.from(hkdfSync('sha256', root, 'touchline', purpose, 32));
    keys.set(purpose, key);
    return key;
  };
  const derived = { derive, sealing: derive('seal'), pepper: derive('lookup') };
  made.set(name, derived);
  return derived;
}

function opened(sealing: Buffer, row: string, bytes: Buffer): string {
  const tagAt = 1 + NONCE_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(1, tagAt))
    .setAAD(Buffer.from(row))
    .setAuthTag(bytes.subarray(tagAt, tagAt + TAG_BYTES));
  return decipher.update(bytes.subarray(tagAt + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

function hash(pepper: Buffer, kind: string, value: string): Buffer {
  return createHmac('sha256', pepper).update(`${kind}:${value}`).digest();
}

/** A plain hash is enough for 128 and more random bits. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 256 random bits in base64url, for cookies, links and API tokens. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

const FILE = 'secrets.key';
/** ms for which a process may still use keys that were replaced on the disk. */
export const KEYS_NOTICED_MS = 1_000;

/**
 * The root keys, 32 bytes each: the first seals, all of them open. There is more than one only during a
 * rotation (safety F31), which a running process notices automatically.
 */
interface KeyRing {
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
