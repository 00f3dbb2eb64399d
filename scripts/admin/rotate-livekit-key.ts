import type { Settings } from '../../app/config/settings';
import { readLiveKitKeys } from '../../livekit/key-file';
import { liveKitKeyFile, makeLiveKitKey, writeLiveKitKeys } from '../../supervisor/livekit-keys';

type Where = Pick<Settings, 'dataDir' | 'livekit'>;

const BY_HAND =
  'LIVEKIT_API_KEY is of a LiveKit of your own. Add a new key there and restart it, put the new key into .env,\n' +
  'restart Touchline, then take the old key out there and restart it once more.';

/**
 * All processes sign with the next key from now on, which LiveKit knows already: nobody is disconnected.
 * @returns what was done and what to do next, for the person at the terminal
 */
export function rotateLiveKitKey({ dataDir, livekit }: Where): string {
  if (livekit) return BY_HAND;
  const { signs, next, old } = keysOf(dataDir);
  if (old) throw new Error('A rotation is under way: run rotate-livekit-key --finish first.');
  writeLiveKitKeys(dataDir, { signs: next, next: makeLiveKitKey(), old: signs });
  return (
    'Tokens are signed with a new key from now on, and nobody was disconnected. Those of the old key are valid until\n' +
    'you run: npm run --silent admin -- rotate-livekit-key --finish\n' +
    'That restarts the media server: the program shows its last picture and then the slate for some seconds, until\n' +
    'phones and pages are back automatically. In a break nobody sees it; if the key was read, do it now.'
  );
}

/** Ends the old key and what was signed with it. */
export function finishLiveKitRotation({ dataDir, livekit }: Where): string {
  if (livekit) return BY_HAND;
  const { old, ...keys } = keysOf(dataDir);
  if (!old) return 'There is no old key. Nothing to do.';
  writeLiveKitKeys(dataDir, { ...keys, old: null });
  return 'The old key is gone. The media server restarts, and phones and pages come back automatically.';
}

/** @throws Error before the first start */
function keysOf(dataDir: string) {
  const keys = readLiveKitKeys(liveKitKeyFile(dataDir));
  if (keys) return keys;
  throw new Error(
    `This installation was never started: start Touchline with npm start (DATA_DIR is ${dataDir}).`,
  );
}
