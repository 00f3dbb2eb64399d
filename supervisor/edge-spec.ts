import type { Environment } from '../app/config/settings-error';
import type { ChildSpec } from './child';
import { deadline } from './wait-for';

const READY_MS = 30_000;

/** The edge: it says itself when it listens. */
export function edgeSpec(script: string, env: Environment): ChildSpec {
  return {
    name: 'edge',
    file: process.execPath,
    args: ['--enable-source-maps', script],
    env,
    ipc: true,
    stopSignal: 'SIGTERM',
    ready: ({ ended, message }) => Promise.race([message(isReady), ended, deadline('The edge', READY_MS)]),
  };
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
