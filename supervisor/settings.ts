import { type Environment, SettingsError } from '../app/config/settings-error';
import { parseSettings, type Settings } from '../app/config/settings';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';

/**
 * Checks everything that may be set, also what only the children read, so that one look at the terminal is
 * enough.
 *
 * @throws SettingsError with all faults
 */
export async function checkSettings(environment: Environment, root: string): Promise<Settings> {
  const faults: string[] = [];
  const collect = <T>(parse: () => T): T | null => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      faults.push(...error.faults);
      return null;
    }
  };
  const settings = collect(() => parseSettings(environment, root));
  try {
    // Read when it is loaded, for its own process; here it has to be a fault among others.
    const { readLimits } = await import('../app/config/limits');
    collect(() => readLimits(environment));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    faults.push(...error.faults);
  }
  if (!settings || faults.length > 0) throw new SettingsError([...new Set(faults)]);
  return settings;
}

/**
 * The environment over .env.local over .env, as the three are commonly read. Changes nothing in this process.
 */
export function readEnvironment(
  root: string,
  environment: NodeJS.ProcessEnv = process.env,
): Record<string, string | undefined> {
  const files = ['.env', '.env.local'].map((name) => join(root, name)).filter((file) => existsSync(file));
  return Object.assign({}, ...files.map((file) => parse(readFileSync(file))), environment);
}
