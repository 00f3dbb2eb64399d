import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Environment } from '../core/settings';
import type { ChildSpec } from './child';
import { giveFiles, letRead } from './own-files';

/**
 * Started as root, each process that strangers' data reaches is another user without any rights (safety M14).
 * The numbers lie where no distribution and no systemd gives any to somebody (60578 to 61183, UIDS-GIDS.md of
 * systemd), so nothing has to be written to /etc/passwd, and firewalls can name them. What web and engine
 * share, such as recordings and the root key, belongs to the group 60800.
 */
export const OWN_USERS = {
  web: { uid: 60801, gid: 60800 },
  engine: { uid: 60802, gid: 60800 },
  edge: { uid: 60803, gid: 60803 },
  livekit: { uid: 60804, gid: 60804 },
} as const;
type User = keyof typeof OWN_USERS;

/** Group may read and write, others may nothing. */
const UMASK = 0o007;
/** Under which numbers a process finds folders and programs that it could not open by their paths. */
const DATA_FD = 8;
const FFMPEG_FD = 9;
const DATA = `/proc/self/fd/${DATA_FD}`;
const PROGRAM_FD = 10;
const PROBE_MS = 10_000;

/** A process that is to run as one of these users. */
export interface Limited {
  user: User;
  spec: ChildSpec;
  /** Absolute paths. */
  reads?: string[];
  /** Named in settings by a person, so that no other way leads to them. */
  readsAsNamed?: string[];
  writes?: string[];
  runs?: string[];
}

export interface OwnUsers {
  /** The same processes without the rights of root; all as they are where one of them could not work so. */
  limit(processes: readonly Limited[]): Promise<ChildSpec[]>;
  /** Lets one of them read a file of root's. */
  letRead(user: User, file: string): void;
  /** Whom the edge becomes by itself once it listens; null where it stays who it is. */
  edge: { uid: number; gid: number } | null;
}

/** Of a supervisor that is not root, and of one whose processes are to keep what they have. */
export const NO_OWN_USERS: OwnUsers = {
  limit: (processes) => Promise.resolve(processes.map(({ spec }) => spec)),
  letRead: () => undefined,
  edge: null,
};

/** For a supervisor that is root. @param root the folder of the code, in which all processes work */
export async function ownUsers(
  root: string,
  dataDir: string,
  print: (line: string) => void,
): Promise<OwnUsers> {
  giveFiles(dataDir, OWN_USERS.engine, print);
  const ways = [byPath, handles(root, dataDir)];
  const kept = (who: string, user: User, missing: string[]) =>
    print(
      `${who}: the rights of root are kept, since user ${OWN_USERS[user].uid} cannot work with ${missing.join(', ')}. ` +
        `Let others read it (of the code: chmod -R o+rX ${root}), or start Touchline as a user that is not root.`,
    );
  const noEdge = await unreachable({ user: OWN_USERS.edge }, []);
  if (noEdge.length > 0) kept('edge', 'edge', noEdge);
  return {
    edge: noEdge.length > 0 ? null : OWN_USERS.edge,
    letRead(user, file) {
      try {
        letRead(file, OWN_USERS[user].gid);
      } catch {
        // Whether the user can read it all the same is asked by limit().
      }
    },
    async limit(processes) {
      const limited: ChildSpec[] = [];
      for (const { user, spec, reads = [], readsAsNamed = [], writes = [], runs = [] } of processes) {
        const own = { ...spec, env: limitedEnvironment(spec.env), user: OWN_USERS[user], umask: UMASK };
        let missing: string[] = [];
        // A checkout or a data folder under /root (mode 0700) can be reached by what root opened.
        for (const way of ways) {
          const { spec: tried, path } = way(own);
          missing = await unreachable(tried, [
            ['-x', tried.file],
            ...reads.map((file) => ['-r', path(file)] as const),
            ...readsAsNamed.map((file) => ['-r', file] as const),
            ...writes.map((file) => ['-w', path(file)] as const),
            ...runs.map((file) => ['-x', path(file)] as const),
          ]);
          if (missing.length > 0) continue;
          limited.push(tried);
          break;
        }
        if (missing.length === 0) continue;
        kept(processes.map(({ spec: { name } }) => name).join(', '), user, missing);
        return processes.map(({ spec: as }) => as);
      }
      return limited;
    },
  };
}

interface Way {
  spec: ChildSpec;
  /** How the process names a path. */
  path: (path: string) => string;
}

const byPath = (spec: ChildSpec): Way => ({ spec, path: (path) => path });

/**
 * The process gets what it cannot reach by paths as open files, and by its working folder; /proc leads to
 * them without passing the closed folders above.
 */
function handles(root: string, dataDir: string): (spec: ChildSpec) => Way {
  const opened = new Map<string, number>();
  const open = (path: string): number => {
    const fd = opened.get(path) ?? openSync(path, 'r');
    opened.set(path, fd);
    return fd;
  };
  const named = (path: string) => below(dataDir, path, DATA) ?? below(root, path, '/proc/self/cwd') ?? path;
  return (spec) => {
    const files: Record<number, number> = { [DATA_FD]: open(dataDir), [PROGRAM_FD]: open(spec.file) };
    // The data folder, and files in it that have a variable of their own.
    const renamed = (env: Environment): Environment => ({
      ...Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name, value && (below(dataDir, value, DATA) ?? value)]),
      ),
      ...(env.FFMPEG_PATH ? { FFMPEG_PATH: `/proc/self/fd/${FFMPEG_FD}` } : {}),
    });
    const { env } = spec;
    const ffmpeg = (typeof env === 'function' ? env() : env).FFMPEG_PATH;
    if (ffmpeg) files[FFMPEG_FD] = open(ffmpeg);
    const node = spec.file === process.execPath;
    const args = spec.args.map((arg) => (arg.startsWith('-') ? arg : named(resolve(root, arg))));
    return {
      path: (path) => (path === ffmpeg ? `/proc/self/fd/${FFMPEG_FD}` : named(path)),
      spec: {
        ...spec,
        file: `/proc/self/fd/${PROGRAM_FD}`,
        calledBy: spec.file,
        // Else Node looks for the true path of each module, and may not.
        args: node ? ['--preserve-symlinks', '--preserve-symlinks-main', ...args] : args,
        env: typeof env === 'function' ? () => renamed(env()) : renamed(env),
        files,
      },
    };
  };
}

function below(folder: string, path: string, handle: string): string | null {
  if (path === folder) return handle;
  return path.startsWith(folder + sep) ? join(handle, path.slice(folder.length)) : null;
}

/** A home of root's is of no use to it, and Node asks for one. */
function limitedEnvironment(env: ChildSpec['env']): ChildSpec['env'] {
  const limited = (all: Environment): Environment => ({ ...all, HOME: '/nonexistent', TMPDIR: undefined });
  return typeof env === 'function' ? () => limited(env()) : limited(env);
}

/** What that user cannot do, asked as that user: rights of folders, file systems and containers all count. */
async function unreachable(
  spec: Pick<ChildSpec, 'user' | 'files'>,
  tests: readonly (readonly [test: string, path: string])[],
): Promise<string[]> {
  const script = 'while [ $# -gt 0 ]; do test "$1" "$2" || echo "$2"; shift 2; done';
  const stdio: ('ignore' | 'pipe' | number)[] = ['ignore', 'pipe', 'ignore'];
  for (const [as, fd] of Object.entries(spec.files ?? {})) {
    while (stdio.length < Number(as)) stdio.push('ignore');
    stdio[Number(as)] = fd;
  }
  const child = spawn('sh', ['-c', script, 'sh', ...tests.flat()], {
    stdio,
    timeout: PROBE_MS,
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    ...spec.user,
  });
  const ended = new Promise<string | null>((settle) => {
    child.once('error', (error) => settle(error.message));
    child.once('close', (code) => settle(code === 0 ? null : 'the test of its rights'));
  });
  const said = child.stdout ? await text(child.stdout) : '';
  const failed = await ended;
  return [...said.split('\n').filter(Boolean), ...(failed === null ? [] : [failed])];
}
