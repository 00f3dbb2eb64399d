import { descendants, type Process, stillRunning } from '../support/product/processes';
import type { Timeline } from './timeline';

const LOOK_MS = 1_000;
/** What is killed may take a moment to be gone. */
const GRACE_LOOKS = 10;

/**
 * Remembers every process that the product ever had. One that outlives its parent is nobody's any more: the
 * supervisor neither restarts it nor ends it.
 */
export function watchFamily(timeline: Timeline, supervisor: number): { end(): Process[] } {
  const known = new Map<string, { process: Process; lost: number }>();
  const look = () => {
    const now = new Set<string>();
    for (const process of descendants(supervisor)) {
      const key = `${process.pid} ${process.startedAt}`;
      now.add(key);
      known.set(key, { process, lost: 0 });
    }
    const away = [...known].filter(([key]) => !now.has(key));
    const running = new Set(stillRunning(away.map(([, { process }]) => process)));
    for (const [key, entry] of away) {
      if (!running.has(entry.process)) known.delete(key);
      else if ((entry.lost += 1) === GRACE_LOOKS)
        timeline.violate({
          atS: timeline.nowS(),
          what: 'a process lives on without its parent',
          evidence: `${entry.process.pid} ${entry.process.command}`,
        });
    }
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return {
    /** @returns all that were there at last; ask `stillRunning` later */
    end() {
      clearInterval(timer);
      look();
      return [...known.values()].map(({ process }) => process);
    },
  };
}
