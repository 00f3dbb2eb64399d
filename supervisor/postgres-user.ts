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
  /** @throws an Error with the way out where the database in the folder is somebody else's */
  mustOwn(folder: string): Promise<void>;
}

/** @param paths what the user must reach: the data folder and the programs */
export async function postgresUser(paths: string[]): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) {
    return {
      ids: undefined,
      wrap: (file, args) => ({ file, args }),
      own: () => undefined,
      mustOwn: (folder) => refuseForeign(folder, process.getuid?.()),
    };
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
    mustOwn: (folder) => refuseForeign(folder, ids.uid),
  };
}

/** PostgreSQL itself only says that it may not read a file, or that the ownership is wrong. */
async function refuseForeign(folder: string, uid: number | undefined): Promise<void> {
  const owner = statSync(folder).uid;
  if (uid === undefined || owner === uid) return;
  const [theirs, ours] = await Promise.all(
    [owner, uid].map(async (id) => (await output('id', ['-un', `${id}`]))?.trim() ?? `${id}`),
  );
  throw new Error(
    `The database in ${folder} belongs to the user ${theirs} and would be opened by ${ours}: start Touchline as before, or\n` +
      `give it to ${ours} for good (chown -R ${ours} ${folder}).`,
  );
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
