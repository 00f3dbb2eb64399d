import { type ChildProcess, spawn } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from '../core/settings';
import type { ChildLog } from './child-log';
import { mayRaise, raiseSession } from './priority';
import type { OrphanReaper } from './process-group';

export interface ChildSpec {
  name: string;
  file: string;
  /** What `ps` shows for it, where `file` would say nothing: an open file has only a number. */
  calledBy?: string;
  args: string[];
  /** A function is called at each start, so that a changed address reaches the next process. */
  env: Environment | (() => Environment);
  /** For our own Node scripts: an IPC channel, whose end tells them that the supervisor is gone. */
  ipc: boolean;
  user?: { uid: number; gid: number };
  /** Nice value, below 0 for more of a full processor; left out where this process may not give it. */
  nice?: number;
  /** Bits that files which it makes do not get; ours where it is left out. */
  umask?: number;
  /** Our own open files that it gets, by the number under which it has them: at least 4. */
  files?: Readonly<Record<number, number>>;
  /** How it is stopped; `disconnect` ends its IPC channel, which means that everything stops. */
  stopSignal: 'SIGTERM' | 'SIGINT' | 'disconnect';
  /** Every line goes to the terminal, not only warnings. */
  loud?: boolean;
  /** Runs before each start, such as removing what a crash left behind. */
  prepare?: () => Promise<void>;
  /** Resolves when it serves; a rejection counts as a failed start. */
  ready: (child: RunningChild) => Promise<void>;
  onMessage?: (message: unknown) => void;
  onStart?: (pid: number) => void;
  /** Made before each start, and sent as the first message. */
  greeting?: () => Promise<{ type: string } | null>;
}

export interface RunningChild {
  /** Rejects when the child ends. */
  ended: Promise<never>;
  /** Resolves at the first message for which `wanted` returns true. */
  message(wanted: (message: unknown) => boolean): Promise<void>;
}

export interface Child {
  readonly name: string;
  /** Of the present process. */
  pid(): number | undefined;
  /** The same once it has served; undefined before that. */
  servingPid(): number | undefined;
  /**
   * Starts it and waits until it serves.
   * @throws with its last lines when it ends before that
   */
  start(): Promise<void>;
  /** Sends its stop signal, and after `timeoutMs` kills its whole process group. */
  stop(timeoutMs: number): Promise<void>;
  /** To the present process, where there is one. */
  send(message: { type: string }): void;
  /** SIGKILL for the process group; the restart policy then applies unless stop was called. */
  kill(): void;
}

interface Surroundings {
  log: ChildLog;
  reaper: OrphanReaper;
  print: (line: string) => void;
}

/**
 * A child process that is restarted whenever it ends, in a process group of its own: Ctrl-C at the terminal
 * reaches only the supervisor, which decides the order of stopping, and what a killed child leaves behind is
 * killed with it.
 */
export function supervise(spec: ChildSpec, { log, reaper, print }: Surroundings): Child {
  const policy = restartPolicy();
  let current: ChildProcess | null = null;
  let serving: ChildProcess | null = null;
  let ended: Promise<void> = Promise.resolve();
  let stopping = false;
  let started = false;

  async function launch(): Promise<void> {
    await spec.prepare?.();
    const greeting = await spec.greeting?.();
    if (stopping) return;
    const startedAt = performance.now();
    const child = spawnWith(spec);
    current = child;
    if (greeting) child.send(greeting, () => undefined);
    const { pid } = child;
    if (child.stdout) log.read(child.stdout);
    if (child.stderr) log.read(child.stderr);
    if (spec.onMessage) child.on('message', spec.onMessage);
    ended = new Promise((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => resolve());
    });
    if (pid !== undefined) {
      reaper.hold(pid, spec.stopSignal === 'SIGINT' ? 'INT' : 'TERM');
      if (spec.nice !== undefined && mayRaise()) raiseSession(pid, spec.nice);
      spec.onStart?.(pid);
    }
    void ended.then(() => {
      if (pid !== undefined) {
        killGroup(pid);
        reaper.release(pid);
      }
      if (stopping || !started) return;
      const delay = policy.ran(performance.now() - startedAt);
      const how = child.signalCode ?? `code ${child.exitCode ?? '?'}`;
      print(`${spec.name} ended (${how}); restarting it${delay ? ` in ${delay} ms` : ''}.`);
      void again(delay);
    });
    const failure = ended.then(() => {
      throw new Error(`${spec.name} ended while starting:\n${log.tail()}`);
    });
    // Its end after it was ready is handled by the restart loop.
    failure.catch(() => undefined);
    await spec.ready({
      ended: failure,
      message: (wanted) =>
        new Promise((resolve) => {
          child.on('message', (message) => {
            if (wanted(message)) resolve();
          });
        }),
    });
    serving = child;
  }

  async function again(delayMs: number): Promise<void> {
    await wait(delayMs);
    if (stopping) return;
    const before = current;
    try {
      await launch();
    } catch (error) {
      if (current !== before) {
        // Alive and not serving is no better than dead; its end starts the next attempt.
        if (current?.pid !== undefined) killGroup(current.pid);
        return;
      }
      // Preparation failed, on a full disk for example: no process is there whose end would start the next.
      const delay = policy.ran(0);
      const why = error instanceof Error ? error.message : String(error);
      print(`${spec.name} could not be prepared (${why}); trying again${delay ? ` in ${delay} ms` : ''}.`);
      void again(delay);
    }
  }

  return {
    name: spec.name,
    pid: () => current?.pid,
    servingPid: () => (serving === current ? current?.pid : undefined),
    async start() {
      await launch();
      started = true;
    },
    async stop(timeoutMs) {
      stopping = true;
      if (!current || current.exitCode !== null || current.signalCode !== null) return;
      if (spec.stopSignal === 'disconnect') current.disconnect();
      else current.kill(spec.stopSignal);
      await Promise.race([ended, wait(timeoutMs, undefined, { ref: false })]);
      this.kill();
      await ended;
    },
    send(message) {
      // One that has just ended gets the same again at its start.
      if (current?.connected) current.send(message, () => undefined);
    },
    kill() {
      if (current?.pid !== undefined) killGroup(current.pid);
    },
  };
}

function spawnWith({
  file,
  calledBy,
  args,
  env,
  ipc,
  user,
  umask,
  nice,
  files = {},
}: ChildSpec): ChildProcess {
  const stdio: ('ignore' | 'pipe' | 'ipc' | number)[] = ['ignore', 'pipe', 'pipe', ipc ? 'ipc' : 'ignore'];
  for (const [as, fd] of Object.entries(files)) {
    while (stdio.length < Number(as)) stdio.push('ignore');
    stdio[Number(as)] = fd;
  }
  // A child gets these of us at its birth, and may then be a user who could not set them (setpriority(2)).
  const ours = umask === undefined ? undefined : process.umask(umask);
  const before = nice !== undefined && mayRaise() ? getPriority() : undefined;
  if (nice !== undefined && before !== undefined) setPriority(nice);
  try {
    return spawn(file, args, {
      ...(calledBy !== undefined && { argv0: calledBy }),
      env: { NODE_ENV: 'production', ...(typeof env === 'function' ? env() : env) },
      stdio,
      detached: true,
      ...(user ?? {}),
    });
  } finally {
    if (ours !== undefined) process.umask(ours);
    if (before !== undefined) setPriority(before);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has no process left.
  }
}

/** The first restart comes at once: an engine that died must be on the air again within 3 s (safety F21). */
const DELAYS_MS = [0, 250, 500, 1_000, 2_000, 5_000] as const;
/**
 * A process that ran for this long counts as healthy; its next death starts from the first delay. Short,
 * since an engine that is killed repeatedly must be back as fast the twentieth time (F21); long enough to
 * slow down one that dies at its start.
 */
const HEALTHY_MS = 2_000;

/**
 * Delays between restarts. `ran(ms)` takes how long the process lived and returns the wait before the next
 * start, ms.
 */
export function restartPolicy(): { ran(livedMs: number): number } {
  let deaths = 0;
  return {
    ran(livedMs) {
      if (livedMs >= HEALTHY_MS) deaths = 0;
      const delay = DELAYS_MS[Math.min(deaths, DELAYS_MS.length - 1)] ?? 0;
      deaths += 1;
      return delay;
    },
  };
}
