import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { replaceFile } from '../db/atomic-file';
import { acceptedKeys, type LiveKitKeys, readLiveKitKeys } from '../livekit/key-file';
import type { LiveKitKey } from '../livekit/tokens';

/** How soon a key that was thrown away ends: LiveKit has to start again for it. */
const LOOK_EVERY_MS = 500;

export const liveKitKeyFile = (dataDir: string): string => join(dataDir, 'livekit-keys.json');

export function makeLiveKitKey(): LiveKitKey {
  return {
    apiKey: `touchline${randomBytes(6).toString('hex')}`,
    apiSecret: randomBytes(32).toString('base64url'),
  };
}

/** The keys in the file, which is made when it is not there. @param known of an older version */
export function openLiveKitKeys(dataDir: string, known: LiveKitKey | null): LiveKitKeys {
  const file = liveKitKeyFile(dataDir);
  const found = readLiveKitKeys(file);
  if (found) return found;
  const made = { signs: known ?? makeLiveKitKey(), next: makeLiveKitKey(), old: null };
  writeLiveKitKeys(dataDir, made);
  return made;
}

export function writeLiveKitKeys(dataDir: string, keys: LiveKitKeys): void {
  replaceFile(liveKitKeyFile(dataDir), JSON.stringify(keys, null, 2));
}

/**
 * Calls `restart` when a key that LiveKit runs with is in the file no more: only then its tokens end.
 * @param running ids of the keys that it started with
 */
export function watchLiveKitKeys(
  dataDir: string,
  running: () => readonly string[],
  restart: () => void,
): void {
  let asked: readonly string[] | null = null;
  setInterval(() => {
    const keys = readLiveKitKeys(liveKitKeyFile(dataDir));
    const now = running();
    if (!keys || now === asked) return;
    const ids = new Set(acceptedKeys(keys).map(({ apiKey }) => apiKey));
    if (now.every((id) => ids.has(id))) return;
    asked = now;
    restart();
  }, LOOK_EVERY_MS).unref();
}
