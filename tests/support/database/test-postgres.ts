import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../../../db/connect';
import { migrate } from '../../../db/migrate';
import {
  embeddedPostgres,
  adminUrl,
  newPassword,
  readAccess,
  writeAccess,
} from '../../../supervisor/postgres';
import { freePort } from '../../../supervisor/ports';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    postgresDataDir: string;
  }
}

export interface TestPostgres {
  dataDir: string;
  /** The administrator's address of a database. */
  url(database: string): string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and removes its data. */
  discard(): Promise<void>;
}

/** A real PostgreSQL as the product brings it up, on a free port and with a data folder of its own. */
export async function startPostgres(settings: Record<string, string> = {}): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'touchline-pg-'));
  // As root the server runs as its own user, who must be able to reach its folder.
  await chmod(dataDir, 0o755);
  writeAccess(dataDir, { port: await freePort(), password: newPassword() });
  const { spec } = await embeddedPostgres(dataDir, { fsync: 'off', ...settings });
  let child: ChildProcess | null = null;
  const server: TestPostgres = {
    dataDir,
    url(database) {
      const access = readAccess(dataDir);
      if (!access) throw new Error('PostgreSQL has no address yet.');
      return adminUrl(access, database);
    },
    async start() {
      await spec.prepare?.();
      const env = typeof spec.env === 'function' ? spec.env() : spec.env;
      const started = spawn(spec.file, spec.args, {
        env: { NODE_ENV: 'test', ...env },
        stdio: 'ignore',
        ...spec.user,
      });
      child = started;
      const ended = new Promise<never>((_, reject) => {
        started.once('error', reject);
        started.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}.`)));
      });
      // After it served, its end is what a test wants.
      ended.catch(() => undefined);
      await spec.ready({ ended, message: () => ended });
    },
    async stop() {
      const running = child;
      child = null;
      if (!running || running.exitCode !== null) return;
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGINT');
      await gone;
    },
    async discard() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await server.start();
  } catch (error) {
    await server.discard();
    throw error;
  }
  return server;
}

/**
 * Vitest's global setup: one real PostgreSQL for the whole run, with a migrated template database. Each test
 * file clones the template (see test-database.ts), so files run side by side and never clean up.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ max_connections: '300' });
  try {
    const sql = connect(server.url('postgres'), { max: 1, name: 'touchline-test-setup' });
    await sql`create database template_touchline`.finally(() => sql.end({ timeout: 2 }));
    await migrate(server.url('template_touchline'), { dataDir: server.dataDir });
  } catch (error) {
    await server.discard();
    throw error;
  }
  project.provide('postgresUrl', server.url('').replace(/\/$/, ''));
  project.provide('postgresDataDir', server.dataDir);
  return () => server.discard();
}
