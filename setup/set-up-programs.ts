import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findLiveKit } from './find-livekit';
import { type Found, findProgram, installedProgram } from './find-program';
import { type Need, type Program, type ProgramName, programRow, programsFor } from './programs';

export interface SetUp {
  /** Environment variables with their paths, such as FFMPEG_PATH. */
  settings: Record<string, string>;
  /** A sentence for each that is missing and could not be installed. */
  missing: string[];
}

/**
 * Finds or installs the programs of these needs.
 * @throws an Error with the way out when a program is missing that the product itself needs
 */
export async function setUpPrograms(needs: readonly Need[]): Promise<SetUp> {
  const settings: Record<string, string> = {};
  const missing: string[] = [];
  for (const name of programsFor(needs)) {
    const row = programRow(name);
    if (row.helperOf !== undefined || row.optional !== undefined || comesWithUs(name, row)) continue;
    const found = await find(name);
    if ('path' in found) {
      if (row.setting !== undefined) settings[row.setting] = found.path;
    } else if (row.neededBy.includes('product')) throw new Error(found.missing);
    else missing.push(found.missing);
  }
  return { settings, missing };
}

async function find(name: ProgramName): Promise<Found> {
  if (name !== 'livekit-server') return findProgram(name);
  const named = await installedProgram(name);
  if (named !== null) return { path: named };
  mkdirSync('.cache', { recursive: true });
  return findLiveKit({ cacheDir: resolve(process.env.TOUCHLINE_CACHE_DIR ?? '.cache') });
}

const comesWithUs = (name: ProgramName, row: Program): boolean => name === 'node' || isOfPackage(row);

const isOfPackage = ({ install }: Program): boolean => install.some(({ by }) => by === 'npm');

/**
 * A folder of links to the programs of these needs and nothing else, for a PATH. Deleted when this process
 * ends.
 * @param settings paths of programs that are not on the PATH
 */
export async function linkPrograms(
  needs: readonly Need[],
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-path-'));
  // Links are no secret, and a program that is started as another user is looked for here, too.
  chmodSync(folder, 0o755);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of programsFor(needs)) {
    const row = programRow(name);
    // Programs of a package are started by their path.
    if (isOfPackage(row)) continue;
    const { setting } = row;
    const named = setting === undefined ? undefined : settings[setting];
    const path = name === 'node' ? process.execPath : (named ?? (await installedProgram(name)));
    if (path !== null) symlinkSync(path, join(folder, name));
  }
  return folder;
}
