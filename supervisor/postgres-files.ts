import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../db/atomic-file';

const Access = z.object({ port: z.number(), password: z.string() });
export type PostgresAccess = z.infer<typeof Access>;

/**
 * How the embedded PostgreSQL of a data folder is reached, or null when there is none yet. Also read by `npm
 * run admin`.
 */
export function readAccess(dataDir: string): PostgresAccess | null {
  try {
    return Access.parse(JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')));
  } catch {
    return null;
  }
}

export function writeAccess(dataDir: string, access: PostgresAccess): void {
  replaceFile(join(dataDir, 'postgres.json'), JSON.stringify(access));
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

export function adminUrl({ port, password }: PostgresAccess, database = 'touchline'): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}
