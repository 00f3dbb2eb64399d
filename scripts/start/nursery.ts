import { join } from 'node:path';
import { type Child, type ChildSpec, supervise } from './child';
import { childLog } from './child-log';
import { openLifeline } from './lifeline';

/** In the order of stopping: what faces people and makes the program, then LiveKit, then the database. */
const STAGES = ['front', 'media', 'data'] as const;
export type Stage = (typeof STAGES)[number];

/** Together below the ten seconds that a person waits after Ctrl-C; what takes longer is killed. */
const STOP_MS: Readonly<Record<Stage, number>> = { front: 4_000, media: 1_500, data: 3_000 };

export interface Nursery {
  /** @throws once stopping has begun, so that nothing is born into a house that is being left */
  add(stage: Stage, spec: ChildSpec): Child;
  /** Asks stage after stage to end, and kills what does not. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): void;
}

/** All children of this supervisor. */
export function openNursery(root: string, dataDir: string, tell: (line: string) => void): Nursery {
  const lifeline = openLifeline(root);
  const children: Record<Stage, Child[]> = { front: [], media: [], data: [] };
  let stopping = false;
  return {
    add(stage, spec) {
      if (stopping) throw new Error('Touchline is being stopped.');
      const log = childLog(join(dataDir, 'logs'), spec.name, tell, spec.loud);
      const child = supervise(spec, { log, lifeline, tell });
      children[stage].push(child);
      return child;
    },
    async stop() {
      stopping = true;
      for (const stage of STAGES) {
        await Promise.all(children[stage].map((child) => child.stop(STOP_MS[stage])));
      }
      lifeline.close();
    },
    kill() {
      stopping = true;
      for (const stage of STAGES) children[stage].forEach((child) => child.kill());
    },
  };
}
