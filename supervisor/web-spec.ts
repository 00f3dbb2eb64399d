import type { Environment } from '../app/config/settings-error';
import type { ChildSpec } from './child';
import { answersHttp, waitFor } from './wait-for';

const READY_MS = 60_000;

/** A web process on its loopback port. */
export function webSpec(script: string, name: string, port: number, env: Environment): ChildSpec {
  const healthz = `http://127.0.0.1:${port}/healthz`;
  return {
    name,
    file: process.execPath,
    args: ['--enable-source-maps', script],
    env,
    ipc: true,
    // SIGTERM would have it move its clients to another web process first, and there is none left.
    stopSignal: 'disconnect',
    ready: ({ ended }) =>
      Promise.race([waitFor('The web process', () => answersHttp(healthz), READY_MS), ended]),
  };
}
