import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../../app/config/settings';
import { withLogin } from '../../core/database-address';
import { connect, ping, type Sql } from '../../db/connect';
import { adminUrl, readAccess } from '../../supervisor/postgres';

const Passwords = z.object({ touchline_web: z.string(), touchline_engine: z.string() });
type Role = keyof z.infer<typeof Passwords>;

/**
 * A connection to the installation's database with the role of one of our processes, so that the commands run
 * under the same policies. The database is DATABASE_URL's or the embedded one, which has to run.
 * @throws an Error with the way out when nothing answers
 */
export async function openDatabase(settings: Settings, role: Role = 'touchline_web'): Promise<Sql> {
  const again = `start Touchline with npm start (DATA_DIR is ${settings.dataDir}), then try again.`;
  const access = readAccess(settings.dataDir);
  const admin = settings.databaseUrl ?? (access && adminUrl(access));
  const password = passwordOf(settings.dataDir, role);
  if (!admin || !password) throw new Error(`This installation was never started: ${again}`);
  const sql = connect(withLogin(admin, role, password), { max: 1, name: 'touchline-admin' });
  try {
    await ping(sql);
    return sql;
  } catch (cause) {
    await sql.end({ timeout: 1 });
    throw new Error(`Touchline's database does not answer: ${again}`, { cause });
  }
}

function passwordOf(dataDir: string, role: Role): string | null {
  try {
    return Passwords.parse(JSON.parse(readFileSync(join(dataDir, 'db-roles.json'), 'utf8')))[role];
  } catch {
    return null;
  }
}
