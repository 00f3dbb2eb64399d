import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { inject } from 'vitest';

export interface TestDatabase {
  adminUrl: string;
  webUrl: string;
  engineUrl: string;
  drop(): Promise<void>;
}

/** A database of its own for one test file, cloned from the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const base = inject('postgresUrl');
  const passwords = JSON.parse(
    await readFile(join(inject('postgresDataDir'), 'db-roles.json'), 'utf8'),
  ) as Record<string, string>;
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = postgres(`${base}/postgres`, { max: 1, onnotice: () => undefined });
  // Cloning needs the template to itself; test files start at the same moment, so they queue on a lock.
  await admin`select pg_advisory_lock(42)`;
  await admin.unsafe(`create database ${name} template template_touchline`);
  await admin`select pg_advisory_unlock(42)`;
  const as = (user: string, password: string) => {
    const url = new URL(`${base}/${name}`);
    url.username = user;
    url.password = password;
    return url.toString();
  };
  return {
    adminUrl: `${base}/${name}`,
    webUrl: as('touchline_web', passwords.touchline_web ?? ''),
    engineUrl: as('touchline_engine', passwords.touchline_engine ?? ''),
    async drop() {
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
