import { follow, isProgram, onPath } from './command';
import { aptInstall, mayInstallPackages } from './packages';
import { longStep } from './progress';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const DOWNLOAD_MS = 120_000;

/**
 * A Chromium or Chrome for the end-to-end tests: named by CHROMIUM_PATH, installed, Playwright's own, or the
 * system's package.
 */
export async function findBrowser(): Promise<string> {
  const installed = await lookForBrowser();
  if (installed) return installed;
  const failures: string[] = [];
  for (const [install, what] of [
    [downloadPlaywrights, "Playwright's Chromium"],
    [installPackage, 'the package chromium'],
  ] as const) {
    try {
      await install();
      const found = await lookForBrowser();
      if (found) return found;
      failures.push(`${what} was installed but is not to be found`);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `The end-to-end tests need Chromium or Chrome: install one, or set CHROMIUM_PATH to it. Tried: ${failures.join('; ')}.`,
  );
}

async function lookForBrowser(): Promise<string | null> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`CHROMIUM_PATH names no program: ${named}.`);
  }
  const { chromium } = await import('playwright');
  const candidates = [...NAMES.map((name) => onPath(name)), ...MAC, chromium.executablePath()];
  return candidates.find((candidate) => candidate !== null && isProgram(candidate)) ?? null;
}

async function downloadPlaywrights(): Promise<void> {
  const step = longStep("Downloading Playwright's Chromium for the tests");
  try {
    const withDependencies = mayInstallPackages() ? ['--with-deps'] : [];
    await follow(
      process.execPath,
      ['node_modules/playwright/cli.js', 'install', ...withDependencies, 'chromium'],
      {
        timeoutMs: DOWNLOAD_MS,
        onLine: (line) => step.note(line.trim().slice(0, 60)),
      },
    );
    step.end('done');
  } catch (error) {
    step.end('not possible');
    throw error;
  }
}

async function installPackage(): Promise<void> {
  if (!mayInstallPackages()) throw new Error('system packages may not be installed here without asking');
  await aptInstall('Chromium', ['chromium']);
}
