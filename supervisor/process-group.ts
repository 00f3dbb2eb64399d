import { join } from 'node:path';
import { type Child, type ChildSpec, supervise } from './child';
import { childLog } from './child-log';
import { openOrphanReaper } from './orphan-reaper';

/** In the order of stopping: what faces people and makes the program, then LiveKit, then the database. */
const STAGES = ['front', 'media', 'data'] as const;
export type StartPhase = (typeof STAGES)[number];

/** Together below the ten seconds that a person waits after Ctrl-C; what takes longer is killed. */
const STOP_MS: Readonly<Record<StartPhase, number>> = { front: 4_000, media: 1_500, data: 3_000 };

export interface ProcessGroup {
  /** @throws once stopping has begun, so that nothing is born into a house that is being left */
  add(stage: StartPhase, spec: ChildSpec): Child;
  /** Asks stage after stage to end, and kills what does not. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): void;
}

/** All children of this supervisor. */
export function openProcessGroup(root: string, dataDir: string, tell: (line: string) => void): ProcessGroup {
  const reaper = openOrphanReaper(root);
  const children: Record<StartPhase, Child[]> = { front: [], media: [], data: [] };
  let stopping = false;
  return {
    add(stage, spec) {
      if (stopping) throw new Error('Touchline is being stopped.');
      const log = childLog(join(dataDir, 'logs'), spec.name, tell, spec.loud);
      const child = supervise(spec, { log, reaper, tell });
      children[stage].push(child);
      return child;
    },
    async stop() {
      stopping = true;
      for (const stage of STAGES) {
        await Promise.all(children[stage].map((child) => child.stop(STOP_MS[stage])));
      }
      reaper.close();
    },
    kill() {
      stopping = true;
      for (const stage of STAGES) children[stage].forEach((child) => child.kill());
    },
  };
}
