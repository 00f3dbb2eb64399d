import { z } from 'zod';
import type { Environment } from '../core/settings';
import type { ChildSpec } from './child';
import { withTimeout } from '../core/time/with-timeout';
import { answersHttp, answersTcp, waitFor } from './health';
import { type Watchdog, watchdog } from './watchdog';
import { NICE } from './priority';
import type { CertificateMessage } from './certificate';
import type { OwnLiveKit } from './livekit-config';

/** How often the watchdog is polled. */
const LOOK_MS = 250;
/** Limits of each start, ms; all are far above the usual time on a slow machine. */
const READY_MS = { engine: 60_000, edge: 30_000, web: 60_000, livekit: 20_000 } as const;

const ProgressMessage = z.object({ type: z.literal('progress'), frames: z.number(), programs: z.number() });

/** The engine, with the watchdog of its frames: `hung` is called when it makes none while it is alive. */
export function engineSpec(script: string, name: string, env: Environment, hung: () => void): ChildSpec {
  let dog: Watchdog = watchdog();
  // The timer must not keep this process alive; without an engine nothing can hang.
  setInterval(() => dog.hangs() && hung(), LOOK_MS).unref();
  const progress = (message: unknown) => ProgressMessage.safeParse(message);
  return {
    name,
    file: process.execPath,
    // A frame's objects are short-lived; small young spaces keep the memory of a long show flat instead of
    // saw-toothed.
    args: ['--enable-source-maps', '--max-semi-space-size=4', script],
    env,
    nice: NICE.engine,
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
      withTimeout(
        READY_MS.engine,
        Promise.race([message((value) => progress(value).success), ended]),
        'The start of the engine',
      ),
  };
}

/** It gets its certificate, and reports itself when it listens. */
export function edgeSpec(
  script: string,
  env: Environment,
  certificate: () => Promise<CertificateMessage | null>,
): ChildSpec {
  return {
    name: 'edge',
    file: process.execPath,
    args: ['--enable-source-maps', script],
    env,
    ipc: true,
    stopSignal: 'SIGTERM',
    greeting: certificate,
    ready: ({ ended, message }) =>
      withTimeout(READY_MS.edge, Promise.race([message(isReady), ended]), 'The start of the edge'),
  };
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}

export function webSpec(script: string, name: string, port: number, env: Environment): ChildSpec {
  const healthz = `http://127.0.0.1:${port}/healthz`;
  return {
    name,
    file: process.execPath,
    args: ['--enable-source-maps', script],
    env,
    ipc: true,
    // SIGTERM would have it move its clients to another web process first, and none is left.
    stopSignal: 'disconnect',
    ready: ({ ended }) =>
      Promise.race([waitFor('The web process', () => answersHttp(healthz), READY_MS.web), ended]),
  };
}

/**
 * LiveKit as a child. `configure` writes its configuration at each start, with the machine's present address
 * and the present keys.
 */
export function liveKitSpec(program: string, own: OwnLiveKit, configure: () => void): ChildSpec {
  return {
    name: 'livekit',
    file: program,
    args: ['--config', own.configFile],
    env: { PATH: process.env.PATH, TZ: process.env.TZ },
    nice: NICE.livekit,
    ipc: false,
    stopSignal: 'SIGTERM',
    prepare: async () => configure(),
    ready: ({ ended }) =>
      Promise.race([waitFor('LiveKit', () => answersTcp(own.port), READY_MS.livekit), ended]),
  };
}
