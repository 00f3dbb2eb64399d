import { isProgram, onPath } from './command';
import { aptInstall, mayInstallPackages } from './packages';

const NAMES = ['firefox-esr', 'firefox'];
const MAC = ['/Applications/Firefox.app/Contents/MacOS/firefox'];

/** A Firefox, or why there is none. */
export type FoundFirefox = { path: string } | { missing: string };

/**
 * Firefox for the test that plays the program where WebRTC has no H.264: named by FIREFOX_PATH, installed, or
 * Debian's package. Playwright's own build is of no use there: it brings the codec along. Without any the
 * other tests run as well, so this does not fail.
 */
export async function findFirefox(): Promise<FoundFirefox> {
  const installed = installedFirefox();
  if (installed) return { path: installed };
  if (!mayInstallPackages())
    return { missing: 'no Firefox is installed (install one, or set FIREFOX_PATH to it)' };
  try {
    await aptInstall('Firefox', ['firefox-esr']);
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
  const path = installedFirefox();
  return path ? { path } : { missing: 'the package firefox-esr was installed but is not to be found' };
}

/** One that is there already. @throws where FIREFOX_PATH names no program */
export function installedFirefox(): string | null {
  const named = process.env.FIREFOX_PATH;
  if (named && !isProgram(named)) throw new Error(`FIREFOX_PATH names no program: ${named}.`);
  if (named) return named;
  const candidates = [...NAMES.map((name) => onPath(name)), ...MAC];
  return candidates.find((candidate) => candidate !== null && isProgram(candidate)) ?? null;
}
