import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../supervisor/ports';
import { requireProgram } from '../../../setup/find-program';
import { until } from '../time/until';

export interface PgBouncer {
  port: number;
  stop(): Promise<void>;
}

/** A real PgBouncer in front of a PostgreSQL on loopback; lets in whom its list of users names. */
export async function startPgBouncer(
  serverPort: number,
  poolMode: 'session' | 'transaction' | 'statement',
  users: Record<string, string>,
  more: Record<string, string> = {},
): Promise<PgBouncer> {
  const program = await requireProgram('pgbouncer');
  const folder = await mkdtemp(join(tmpdir(), 'touchline-pgbouncer-'));
  const port = await freePort();
  const list = Object.entries(users).map(([name, password]) => `"${name}" "${password}"\n`);
  await writeFile(join(folder, 'users.txt'), list.join(''));
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(folder, 'users.txt'),
    pool_mode: poolMode,
    max_client_conn: '200',
    default_pool_size: '60',
    ...more,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(
    join(folder, 'pgbouncer.ini'),
    `[databases]\n* = host=127.0.0.1 port=${serverPort}\n[pgbouncer]\n${lines.join('')}`,
  );
  // It refuses to run as root.
  const root = userInfo().uid === 0;
  if (root) await chmod(folder, 0o755);
  const child = spawn(program, ['-q', join(folder, 'pgbouncer.ini')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(root && { uid: 65_534, gid: 65_534 }),
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const stop = async () => {
    const gone = child.exitCode !== null || new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until('PgBouncer to listen', () => {
      if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${said}`);
      return listens(port);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1', () => resolve(true));
    socket.once('connect', () => socket.destroy()).once('error', () => resolve(false));
  });
}
