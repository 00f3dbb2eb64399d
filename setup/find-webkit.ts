import { follow, isProgram, onPath } from './command';
import { aptInstall, mayInstallPackages } from './packages';
import { longStep } from './progress';

/**
 * Speaks WebDriver and brings WebKitGTK with it; the window that WebKitGTK opens needs a screen, and Xvfb is
 * one without glass.
 */
const DRIVER = 'WebKitWebDriver';
const SCREEN = 'Xvfb';
/** With what WebKitGTK plays H.264 and AAC: the parts of GStreamer that its package only recommends. */
const PACKAGES = ['webkit2gtk-driver', 'xvfb', 'gstreamer1.0-libav', 'gstreamer1.0-plugins-good'];
const DOWNLOAD_MS = 120_000;

/** A WebKit: Playwright's program or the one called WebKitWebDriver; or why there is none. */
export type FoundWebKit = { path: string } | { missing: string };

/** Where one may come from; a test puts others in place. */
interface WebKitSources {
  installed(): Promise<string | null>;
  downloadPlaywrights(): Promise<void>;
  installPackages(): Promise<void>;
}

/**
 * The engine of Safari for the tests that play the program in it: named by WEBKIT_PATH, installed,
 * Playwright's own build, or the system's package. Without any the other tests run as well, so this does not
 * fail.
 */
export async function findWebKit(sources: WebKitSources = SOURCES): Promise<FoundWebKit> {
  const installed = await sources.installed();
  if (installed) return { path: installed };
  const failures: string[] = [];
  for (const [install, what] of [
    [sources.downloadPlaywrights, "Playwright's WebKit"],
    [sources.installPackages, 'WebKitGTK'],
  ] as const) {
    try {
      await install();
      const path = await sources.installed();
      if (path) return { path };
      failures.push(`${what} was installed but is not to be found`);
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { missing: `no WebKit is installed (set WEBKIT_PATH to one); tried ${failures.join('; ')}` };
}

/** One that is there already. @throws where WEBKIT_PATH names no program */
export async function installedWebKit(): Promise<string | null> {
  const named = process.env.WEBKIT_PATH;
  if (named && !isProgram(named)) throw new Error(`WEBKIT_PATH names no program: ${named}.`);
  if (named) return named;
  const { webkit } = await import('playwright');
  if (isProgram(webkit.executablePath())) return webkit.executablePath();
  return onPath(SCREEN) ? onPath(DRIVER) : null;
}

const SOURCES: WebKitSources = {
  installed: installedWebKit,
  async downloadPlaywrights() {
    const step = longStep("Downloading Playwright's WebKit for the tests");
    const onLine = (line: string) => step.note(line.trim().slice(0, 60));
    const playwright = (command: string) =>
      follow(process.execPath, ['node_modules/playwright/cli.js', command, 'webkit'], {
        timeoutMs: DOWNLOAD_MS,
        onLine,
      });
    try {
      await playwright('install');
      // After it, because they are a hundred packages, and of no use where the download is closed.
      if (mayInstallPackages()) await playwright('install-deps');
      step.end('done');
    } catch {
      step.end('not possible');
      throw new Error('could not be downloaded');
    }
  },
  async installPackages() {
    if (!mayInstallPackages()) throw new Error('system packages may not be installed here without asking');
    await aptInstall('WebKitGTK', PACKAGES);
  },
};
