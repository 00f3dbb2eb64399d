import { migrate } from '../../../db/migrate';
import type { TestDatabase } from './test-database';
import { startPostgres } from './test-postgres';

/** A PostgreSQL of its own for one test file of e2e, where there is none for the whole run. */
export async function createOwnDatabase(): Promise<TestDatabase> {
  const server = await startPostgres();
  try {
    const adminUrl = server.url('postgres');
    const urls = await migrate(adminUrl, { dataDir: server.dataDir });
    return { adminUrl, ...urls, drop: () => server.discard() };
  } catch (error) {
    await server.discard();
    throw error;
  }
}
