import { chownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { onPath, output } from '../setup/command';

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the system's user `postgres`, created when it
 * is missing.
 */
export interface PostgresUser {
  ids: { uid: number; gid: number } | undefined;
  /** The command with its prefix. */
  wrap(file: string, args: string[]): { file: string; args: string[] };
  own(path: string): void;
}

/** @param paths what the user must reach: the data folder and the programs */
export async function postgresUser(paths: string[]): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) {
    return { ids: undefined, wrap: (file, args) => ({ file, args }), own: () => undefined };
  }
  const ids = (await lookUp()) ?? (await create());
  // A checkout under /root (mode 0700) cannot be entered by another user: it gets that one capability.
  const setpriv = paths.some((path) => !reachable(path)) ? onPath('setpriv') : null;
  // Without `no_setuid_fixup`, access(2), by which initdb tests the programs next to it, would not see that
  // capability.
  const pass = [
    '--inh-caps',
    '+dac_override',
    '--ambient-caps',
    '+dac_override',
    '--securebits',
    '+no_setuid_fixup',
  ];
  return {
    ids: setpriv ? undefined : ids,
    wrap: (file, args) =>
      setpriv
        ? {
            file: setpriv,
            args: [
              '--reuid',
              `${ids.uid}`,
              '--regid',
              `${ids.gid}`,
              '--clear-groups',
              ...pass,
              '--',
              file,
              ...args,
            ],
          }
        : { file, args },
    own: (path) => chownSync(path, ids.uid, ids.gid),
  };
}

async function lookUp(): Promise<{ uid: number; gid: number } | null> {
  const [uid, gid] = await Promise.all([output('id', ['-u', 'postgres']), output('id', ['-g', 'postgres'])]);
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

async function create(): Promise<{ uid: number; gid: number }> {
  await output('groupadd', ['--system', 'postgres']);
  await output('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  const ids = await lookUp();
  if (ids) return ids;
  throw new Error(
    'PostgreSQL cannot run as root, and the user "postgres" could not be made: start Touchline as another user, or set DATABASE_URL.',
  );
}

/** Whether others may pass every folder above. */
function reachable(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat?.isDirectory() && (stat.mode & 0o001) === 0 && folder !== path) return false;
  }
  return true;
}
