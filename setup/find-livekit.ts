import { join } from 'node:path';
import { isProgram, onPath, output } from './command';
import { buildLiveKit } from './livekit-build';
import { downloadLiveKit, LIVEKIT_VERSION } from './livekit-release';

/** The first minor version with WHIP in the server itself and with the grants we use. */
const OLDEST_MINOR = 13;

export type FoundBy = 'path' | 'cache' | 'download' | 'build';

export interface LiveKitBinary {
  path: string;
  foundBy: FoundBy;
}

export interface LiveKitFinder {
  cacheDir: string;
  path?: string;
  download?: (target: string) => Promise<void>;
  build?: (target: string) => Promise<void>;
  say?: (line: string) => void;
}

export function cachedLiveKit(cacheDir: string): string {
  return join(cacheDir, 'bin', `livekit-server-v${LIVEKIT_VERSION}`);
}

/**
 * The LiveKit server program to run when no external one is set (design §6): on the PATH, in the cache, from
 * the official release, or built by Go. Downloads and builds go into the cache, where the next start finds
 * them.
 * @throws an Error that says what to do when all ways fail
 */
export async function findLiveKit(finder: LiveKitFinder): Promise<LiveKitBinary> {
  const say = finder.say ?? console.log;
  const installed = onPath('livekit-server', finder.path);
  if (installed) {
    if (await isNewEnough(installed)) return { path: installed, foundBy: 'path' };
    say(
      `${installed} is older than 1.${OLDEST_MINOR}, so Touchline uses its own LiveKit ${LIVEKIT_VERSION}.`,
    );
  }
  const target = cachedLiveKit(finder.cacheDir);
  if (isProgram(target)) return { path: target, foundBy: 'cache' };

  const ways: [FoundBy, (target: string) => Promise<void>][] = [
    ['download', finder.download ?? downloadLiveKit],
    ['build', finder.build ?? buildLiveKit],
  ];
  const reasons: string[] = [];
  for (const [foundBy, fetchInto] of ways) {
    try {
      await fetchInto(target);
      return { path: target, foundBy };
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
      say(`That did not work: ${reasons.at(-1)}`);
    }
  }
  throw new Error(
    `LiveKit could not be set up. Put livekit-server ${LIVEKIT_VERSION} on the PATH (https://docs.livekit.io/transport/self-hosting/local/), ` +
      `or install Go 1.24 or later (https://go.dev/dl) so that Touchline can build it, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.`,
  );
}

async function isNewEnough(program: string): Promise<boolean> {
  const version = /(\d+)\.(\d+)\.\d+/.exec((await output(program, ['--version'])) ?? '');
  if (!version) return false;
  return Number(version[1]) > 1 || Number(version[2]) >= OLDEST_MINOR;
}
