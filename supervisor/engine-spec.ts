import { z } from 'zod';
import type { Environment } from '../app/config/settings-error';
import type { ChildSpec } from './child';
import { deadline } from './wait-for';
import { type Watchdog, watchdog } from './watchdog';

const LOOK_MS = 250;
/** It waits for the database by itself, so this is more than a start takes. */
const READY_MS = 60_000;

const ProgressMessage = z.object({ type: z.literal('progress'), frames: z.number(), programs: z.number() });

/**
 * The engine, and what watches that it makes frames: `hung` is called when it stopped doing so while it
 * lives.
 */
export function engineSpec(script: string, env: Environment, hung: () => void): ChildSpec {
  let dog: Watchdog = watchdog();
  // It never keeps this process alive by itself, and with no engine there is nothing to find.
  setInterval(() => dog.hangs() && hung(), LOOK_MS).unref();
  const progress = (message: unknown) => ProgressMessage.safeParse(message);
  return {
    name: 'engine',
    file: process.execPath,
    // What a frame leaves behind dies young; small young spaces keep the memory of a long show flat instead
    // of saw-toothed.
    args: ['--enable-source-maps', '--max-semi-space-size=4', script],
    env,
    ipc: true,
    stopSignal: 'SIGTERM',
    onStart: () => {
      dog = watchdog();
    },
    onMessage: (message) => {
      const { data } = progress(message);
      if (data) dog.progress(data);
    },
    ready: ({ ended, message }) =>
      Promise.race([message((value) => progress(value).success), ended, deadline('The engine', READY_MS)]),
  };
}
