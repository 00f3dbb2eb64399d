import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Version of the envelope, so that a rotated key or another cipher can be told apart later. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals and opens what must lie in the database but not be readable there, and hashes what is only looked up.
 * Everything is derived from one root key of 32 bytes.
 */
export interface SecretBox {
  /** AES-256-GCM, bound to `row` (such as `destination:<id>`): a ciphertext moved to another row does not open. */
  seal(row: string, plaintext: string): Buffer;
  /** Throws when the row or the key is another one. */
  open(row: string, sealed: Uint8Array): string;
  /** HMAC-SHA-256 with a pepper of the server, for what a person can guess (typed codes). 32 bytes. */
  lookupHash(kind: string, value: string): Buffer;
  /** A key for another purpose, such as signing viewers' tickets. 32 bytes. */
  derive(purpose: string): Buffer;
}

export function createSecretBox(root: Buffer): SecretBox {
  if (root.length !== 32) throw new Error('The secrets key must have 32 bytes (64 hexadecimal digits).');
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', root, 'touchline', purpose, 32));
  const sealing = derive('seal');
  const pepper = derive('lookup');
  return {
    derive,
    seal(row, plaintext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(row));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(row, sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION) throw new Error('This secret was sealed by another version of Touchline.');
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', sealing, nonce)
        .setAAD(Buffer.from(row))
        .setAuthTag(tag);
      return (
        decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES), undefined, 'utf8') +
        decipher.final('utf8')
      );
    },
    lookupHash: (kind, value) => createHmac('sha256', pepper).update(`${kind}:${value}`).digest(),
  };
}

/** For 128 and more random bits a plain hash is enough to keep the database from opening doors. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 256 random bits in base64url, for cookies, links and API tokens. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The root key: `SECRETS_KEY` (64 hexadecimal digits), else DATA_DIR/secrets.key, made at the first start with 0600. */
export async function loadRootKey(dataDir: string, fromEnv?: string): Promise<Buffer> {
  if (fromEnv) return Buffer.from(fromEnv, 'hex');
  const file = join(dataDir, 'secrets.key');
  const existing = await readFile(file, 'utf8').catch(() => null);
  if (existing) return Buffer.from(existing.trim(), 'hex');
  const key = randomBytes(32);
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, key.toString('hex') + '\n', { mode: 0o600, flag: 'wx' });
  } catch {
    // Two processes at their first start: the one that wrote first decides.
    return Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  }
  return key;
}
