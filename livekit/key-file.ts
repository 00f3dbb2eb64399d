import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { LiveKitKey, LiveKitServer } from './tokens';

/** ms for which a process may still sign with a key that was replaced on the disk. */
export const LIVEKIT_KEYS_NOTICED_MS = 1_000;

const Key = z.object({ apiKey: z.string().min(1), apiSecret: z.string().min(1) });

/**
 * The keys of our own LiveKit, which takes them only when it starts: so the one that follows is known to it
 * before it is needed, and a change of keys disconnects nobody (safety F31).
 */
const LiveKitKeys = z.object({
  /** Every token is signed with it. */
  signs: Key,
  /** Signs after the next rotation. */
  next: Key,
  /** Signed before the last rotation; null once that is finished. */
  old: Key.nullable(),
});
export type LiveKitKeys = z.infer<typeof LiveKitKeys>;

/** Null where there is no such file, or it cannot be read. */
export function readLiveKitKeys(file: string): LiveKitKeys | null {
  try {
    return LiveKitKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** All that LiveKit takes. */
export function acceptedKeys({ signs, next, old }: LiveKitKeys): LiveKitKey[] {
  return [signs, next, ...(old ? [old] : [])];
}

/**
 * A server whose key is that of the file, which a running process reads again when it changes. Without a
 * readable file the key of the server itself counts.
 */
export function withKeyFile<T extends LiveKitServer>(server: T, file: string | undefined): T {
  if (file === undefined) return server;
  let keys = readLiveKitKeys(file);
  let lookedAtMs = performance.now();
  let changedMs = changedAt(file);
  const now = (): LiveKitKeys | null => {
    if (performance.now() - lookedAtMs < LIVEKIT_KEYS_NOTICED_MS) return keys;
    lookedAtMs = performance.now();
    const at = changedAt(file);
    if (at !== changedMs) [changedMs, keys] = [at, readLiveKitKeys(file) ?? keys];
    return keys;
  };
  return {
    ...server,
    get apiKey() {
      return now()?.signs.apiKey ?? server.apiKey;
    },
    get apiSecret() {
      return now()?.signs.apiSecret ?? server.apiSecret;
    },
    /** Of a webhook: LiveKit signs with the key that it started with. */
    get accepted() {
      const found = now();
      return found ? acceptedKeys(found) : [server];
    },
  };
}

function changedAt(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
