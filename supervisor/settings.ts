import { parseArgs } from 'node:util';
import { type Environment, SettingsError } from '../core/settings';
import { parseSettings, type Settings } from '../app/config/settings';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';

/**
 * Checks every setting, also those that only the children read, so that all errors appear at once.
 * @throws SettingsError with all errors
 */
export async function checkSettings(environment: Environment, root: string): Promise<Settings> {
  const problems: string[] = [];
  const collect = <T>(parse: () => T): T | null => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      problems.push(...error.problems);
      return null;
    }
  };
  const settings = collect(() => parseSettings(environment, root));
  try {
    // This module reads the limits when it is imported; here an error in them has to be one among others.
    const { readLimits } = await import('../app/config/limits');
    collect(() => readLimits(environment));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems);
  }
  if (!settings || problems.length > 0) throw new SettingsError([...new Set(problems)]);
  return settings;
}

/** The environment over .env.local over .env. Does not change this process' environment. */
export function readEnvironment(
  root: string,
  environment: NodeJS.ProcessEnv = process.env,
): Record<string, string | undefined> {
  const files = ['.env', '.env.local'].map((name) => join(root, name)).filter((file) => existsSync(file));
  return Object.assign({}, ...files.map((file) => parse(readFileSync(file))), environment);
}

/**
 * What was written after `npm start --`: `--web N` and `--engines N`, which win over their settings, and
 * `--demo`.
 * @throws an Error that names the options there are
 */
export function readCommandLine(args: string[]): { demo: boolean; environment: Environment } {
  try {
    const { values } = parseArgs({
      args,
      options: { web: { type: 'string' }, engines: { type: 'string' }, demo: { type: 'boolean' } },
    });
    const { web, engines, demo = false } = values;
    return {
      demo,
      environment: {
        ...(web !== undefined && { WEB_PROCESSES: web }),
        ...(engines !== undefined && { ENGINE_PROCESSES: engines }),
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new Error(
      `${why}. There are --web N, --engines N and --demo, as in: npm start -- --web 2 --engines 2`,
    );
  }
}
