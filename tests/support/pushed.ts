import { ProgramTags } from '../../engine/outputs/rtmp/program-tags';
import { RtmpPusher, type RtmpPusherOptions } from '../../engine/outputs/rtmp/rtmp-pusher';
import type { OutputState, OutputStatus } from '../../engine/types';
import { checkDestinationAddress } from '../../plugins/address';
import { SMALL, type SyntheticProgram } from './synthetic-program';

/** Destinations of a synthetic program, as the engine has them: one process, the program taken apart once for all. */
export interface Pushers {
  start(to: { url: string; key: string }, options?: Partial<RtmpPusherOptions>): WatchedPusher;
  stopAll(): Promise<void>;
}

export interface WatchedPusher extends RtmpPusher {
  /** Everything that it told, oldest first. */
  seen: OutputStatus[];
  /** Milliseconds until it is in a state. Fails after `timeoutMs` with what it is instead. */
  until(state: OutputState, timeoutMs: number): Promise<number>;
}

export function pushersOf(program: Pick<SyntheticProgram, 'hub'>): Pushers {
  const tags = new ProgramTags(program.hub);
  const all: RtmpPusher[] = [];
  return {
    start(to, options = {}) {
      const seen: OutputStatus[] = [];
      const hearers = new Set<() => void>();
      const pusher = new RtmpPusher({
        id: to.key,
        url: to.url,
        key: to.key,
        tags,
        encoding: SMALL,
        checkAddress: (url) => checkDestinationAddress(url, { allowPrivate: true }),
        ...options,
        onStatus: (status) => {
          seen.push(status);
          hearers.forEach((hear) => hear());
        },
      });
      all.push(pusher);
      pusher.start();
      const until = (state: OutputState, timeoutMs: number): Promise<number> => {
        const fromMs = performance.now();
        return new Promise((resolve, reject) => {
          const done = (): void => {
            clearTimeout(timer);
            hearers.delete(look);
          };
          const look = (): void => {
            if (pusher.status().state !== state) return;
            done();
            resolve(performance.now() - fromMs);
          };
          const timer = setTimeout(() => {
            done();
            reject(
              new Error(`not ${state} after ${timeoutMs} ms but ${JSON.stringify([pusher.status(), seen])}`),
            );
          }, timeoutMs);
          hearers.add(look);
          look();
        });
      };
      return Object.assign(pusher, { seen, until });
    },
    stopAll: async () => {
      await Promise.all(all.map((pusher) => pusher.stop()));
    },
  };
}
