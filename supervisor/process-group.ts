import { join } from 'node:path';
import { type Child, type ChildSpec, supervise } from './child';
import { childLog } from './child-log';
import { say } from './terminal';
import { spawn } from 'node:child_process';

/** In stopping order: what users see and what makes the program, then LiveKit, then the database. */
const PHASES = ['front', 'media', 'data'] as const;
export type StartPhase = (typeof PHASES)[number];

/** Together below the ten seconds that a person waits after Ctrl-C; what takes longer is killed. */
const STOP_MS: Readonly<Record<StartPhase, number>> = { front: 4_000, media: 1_500, data: 3_000 };

export interface ProcessGroup {
  /** @throws once stopping has begun, so that no child starts then */
  add(phase: StartPhase, spec: ChildSpec): Child;
  /** Stops phase after phase, and kills what does not end in time. */
  stop(): Promise<void>;
  /** Kills everything at once. */
  kill(): void;
}

/** All children of this supervisor. */
export function openProcessGroup(root: string, dataDir: string, print: (line: string) => void): ProcessGroup {
  const reaper = openOrphanReaper(root);
  const children: Record<StartPhase, Child[]> = { front: [], media: [], data: [] };
  let stopping = false;
  return {
    add(phase, spec) {
      if (stopping) throw new Error('Touchline is being stopped.');
      const log = childLog(join(dataDir, 'logs'), spec.name, print, spec.loud);
      const child = supervise(spec, { log, reaper, print });
      children[phase].push(child);
      return child;
    },
    async stop() {
      stopping = true;
      for (const phase of PHASES) {
        await Promise.all(children[phase].map((child) => child.stop(STOP_MS[phase])));
      }
      reaper.close();
    },
    kill() {
      stopping = true;
      for (const phase of PHASES) children[phase].forEach((child) => child.kill());
    },
  };
}

/** Calls `stop` at the first Ctrl-C, SIGTERM or hang-up of the terminal, and `kill` at a second one. */
export function onStopSignals(stop: () => Promise<void>, kill: () => void): void {
  let asked = false;
  const react = () => {
    if (asked) {
      kill();
      process.exit(130);
    }
    asked = true;
    say('\nStopping … (Ctrl-C again stops at once)');
    stop().then(
      // A requested stop: npm would report anything but 0 as an error.
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        kill();
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', react).on('SIGTERM', react).on('SIGHUP', react);
  // Ctrl-Z would stop the watches of everything, while the show goes on.
  if (process.platform !== 'win32') process.on('SIGTSTP', () => say('Touchline runs on: Ctrl-C stops it.'));
}

export interface OrphanReaper {
  hold(pid: number, signal: 'TERM' | 'INT'): void;
  release(pid: number): void;
  close(): void;
}

/**
 * A shell of 1 MB that outlives us long enough to stop our children, should we be killed without a chance to
 * do so. Our own Node processes notice the end of their IPC channel; PostgreSQL, LiveKit and ffmpeg do not.
 */
export function openOrphanReaper(root: string): OrphanReaper {
  const shell = spawn('sh', [join(root, 'supervisor/orphan-reaper.sh')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  });
  // It fails only where there is no shell; the children are still stopped by every orderly end.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  return {
    hold: (pid, signal) => void shell.stdin.write(`+ ${pid} ${signal}\n`),
    release: (pid) => void shell.stdin.write(`- ${pid}\n`),
    close: () => void shell.stdin.end(),
  };
}
