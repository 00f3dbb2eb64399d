import { ProgramTags } from '../../../engine/outputs/destination/rtmp/program-tags';
import type { Target } from '../../../engine/outputs/destination/connection';
import {
  DestinationSupervisor,
  type SupervisorOptions,
} from '../../../engine/outputs/destination/supervisor';
import { checkDestinationAddress } from '../../../plugins/address';
import { SMALL, type SyntheticProgram } from './synthetic-program';
import { type Watched, watched } from './watched-output';

export type WatchedPusher = Watched<DestinationSupervisor>;

/**
 * Destinations of a synthetic program, as the engine has them: one process, the program taken apart once for
 * all.
 */
export interface Pushers {
  start(
    to: Pick<Target, 'url' | 'key'> & Partial<Target>,
    options?: Partial<SupervisorOptions>,
  ): WatchedPusher;
  stopAll(): Promise<void>;
}

/** @param originMs media time at which the program went on the air */
export function pushersOf(program: Pick<SyntheticProgram, 'hub'>, originMs = 0): Pushers {
  const tags = new ProgramTags(program.hub);
  const all: DestinationSupervisor[] = [];
  return {
    start(to, options = {}) {
      const pusher = watched(
        (onStatus) =>
          new DestinationSupervisor(
            { id: to.key, plugin: 'none', backupUrl: null, ...to },
            {
              program: { hub: program.hub, tags, encoding: SMALL, originMs },
              checkAddress: (url) => checkDestinationAddress(url, { allowPrivate: true }),
              ...options,
              onStatus,
            },
          ),
      );
      all.push(pusher);
      return pusher;
    },
    stopAll: async () => {
      await Promise.all(all.map((pusher) => pusher.stop()));
    },
  };
}
