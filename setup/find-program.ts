import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { follow, isProgram, onPath } from './command';
import { aptInstall, mayInstallPackages } from './packages';
import { type Program, type ProgramName, programRow } from './programs';
import { longStep } from './progress';

const DOWNLOAD_MS = 120_000;

/** A program's path, or a sentence that says why there is none and what to do. */
export type Found = { path: string } | { missing: string };

/** How a program is found or installed; a test passes its own. */
export interface Ways {
  installed(): Promise<Look>;
  install: { what: string; run(): Promise<void> }[];
}

/** The program found, or why none of those found can be used. */
type Look = { path: string } | { error: string };

/**
 * Finds a program of the table (programs.ts): by its setting, on the PATH, at its places; else installs it
 * where that is allowed without a question.
 * @throws where its setting names no program
 */
export async function findProgram(name: ProgramName, ways: Ways = waysOf(name)): Promise<Found> {
  let look = await ways.installed();
  const failures: string[] = [];
  for (const { what, run } of ways.install) {
    if ('path' in look) break;
    try {
      await run();
      look = await ways.installed();
      if ('error' in look) failures.push(`${what}: was installed, and will not do`);
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if ('path' in look) return look;
  const tried = failures.length > 0 ? ` Tried ${failures.join('; ')}.` : '';
  return { missing: `${look.error}${tried} ${wayOut(name)}` };
}

/**
 * The same for a required program.
 * @throws an Error with the sentence
 */
export async function requireProgram(name: ProgramName): Promise<string> {
  const found = await findProgram(name);
  if ('path' in found) return found.path;
  throw new Error(found.missing);
}

/**
 * An installed one, or null.
 * @throws where its setting names no program
 */
export async function installedProgram(name: ProgramName): Promise<string | null> {
  const look = await lookFor(name);
  return 'path' in look ? look.path : null;
}

function waysOf(name: ProgramName): Ways {
  const { install } = programRow(name);
  return {
    installed: () => lookFor(name),
    install: install.flatMap((way) => {
      if (way.by === 'playwright')
        return { what: `Playwright's ${way.browser}`, run: () => downloadPlaywrights(way.browser) };
      if (way.by === 'apt' && mayInstallPackages())
        return { what: way.packages.join(', '), run: () => aptInstall(name, way.packages) };
      return [];
    }),
  };
}

async function lookFor(name: ProgramName): Promise<Look> {
  const row = programRow(name);
  const named = row.setting === undefined ? undefined : process.env[row.setting];
  if (named) {
    if (!isProgram(named)) throw new Error(`${row.setting} names no program: ${named}.`);
    return { path: named };
  }
  let error = `${name} is not installed: ${row.purpose}.`;
  for (const path of await candidates(name, row)) {
    const wrong = (await row.unfit?.(path)) ?? null;
    if (wrong === null) return { path };
    error = wrong;
  }
  return { error };
}

async function candidates(name: string, row: Program): Promise<string[]> {
  const whole = (row.parts ?? []).every((part) => (isAbsolute(part) ? existsSync(part) : onPath(part)));
  const own = whole
    ? [...[name, ...(row.aliases ?? [])].map((called) => onPath(called)), ...(row.places ?? [])]
    : [];
  const browser = row.install.find((way) => way.by === 'playwright')?.browser;
  const playwrights = browser === undefined ? null : (await import('playwright'))[browser].executablePath();
  // Its WebKit plays WebRTC, which the system's does not yet.
  const all = browser === 'webkit' ? [playwrights, ...own] : [...own, playwrights];
  return all.filter((path) => path !== null).filter(isProgram);
}

/** The command that a person can run. */
function wayOut(name: ProgramName): string {
  const { setting, install, byHand } = programRow(name);
  if (byHand !== undefined) return byHand;
  const packages = install.find((way) => way.by === 'apt')?.packages ?? [name];
  const or = setting === undefined ? '' : `, or set ${setting} to it`;
  const command = installCommand(name, packages);
  return command === null ? `Install it with your package manager${or}.` : `Run: ${command}${or}`;
}

function installCommand(name: string, packages: readonly string[]): string | null {
  if (process.platform === 'darwin') return `brew install ${name}`;
  if (onPath('apt-get')) return `sudo apt-get install ${packages.join(' ')}`;
  if (onPath('dnf')) return `sudo dnf install ${name}`;
  if (onPath('pacman')) return `sudo pacman -S ${name}`;
  return null;
}

async function downloadPlaywrights(browser: 'chromium' | 'webkit'): Promise<void> {
  const step = longStep(`Downloading Playwright's ${browser} for the tests`);
  const onLine = (line: string) => step.note(line.trim().slice(0, 60));
  const playwright = (command: string) =>
    follow(process.execPath, ['node_modules/playwright/cli.js', command, browser], {
      timeoutMs: DOWNLOAD_MS,
      onLine,
    });
  try {
    await playwright('install');
    // After it, because they are a hundred packages, and useless where the download is blocked.
    if (mayInstallPackages()) await playwright('install-deps');
    step.end('done');
  } catch {
    step.end('not possible');
    throw new Error('could not be downloaded');
  }
}
