import type { OutputState } from '../../../contract/vocabulary';
import type { Output, OutputStatus } from '../../../engine/types';

export type Watched<O extends Output> = O & {
  /** Everything that it reported, oldest first. */
  seen: OutputStatus[];
  /** Milliseconds until it is in a state. Fails after `timeoutMs` with what it is instead. */
  until(state: OutputState, timeoutMs: number): Promise<number>;
};

/** Starts an output and records what it reports. The caller stops it. */
export function watched<O extends Output>(make: (onStatus: (status: OutputStatus) => void) => O): Watched<O> {
  const seen: OutputStatus[] = [];
  const hearers = new Set<() => void>();
  const output = make((status) => {
    seen.push(status);
    hearers.forEach((hear) => hear());
  });
  output.start();
  const until = (state: OutputState, timeoutMs: number): Promise<number> => {
    const fromMs = performance.now();
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        hearers.delete(look);
      };
      const look = (): void => {
        if (output.status().state !== state) return;
        done();
        resolve(performance.now() - fromMs);
      };
      const timer = setTimeout(() => {
        done();
        const found = JSON.stringify([output.status(), seen]);
        reject(new Error(`${output.id}: not ${state} after ${timeoutMs} ms but ${found}`));
      }, timeoutMs);
      hearers.add(look);
      look();
    });
  };
  return Object.assign(output, { seen, until });
}
