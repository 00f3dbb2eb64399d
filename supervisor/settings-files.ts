import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';

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
