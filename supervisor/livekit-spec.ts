import type { ChildSpec } from './child';
import { type OwnLiveKit, writeLiveKitConfig } from './livekit-config';
import { answersTcp, waitFor } from './wait-for';

const READY_MS = 20_000;

/**
 * LiveKit as a child. Its configuration is written at each start, with the address that the machine has then.
 */
export function liveKitSpec(
  program: string,
  own: OwnLiveKit,
  nodeIp: () => string,
  webhookUrl: string,
): ChildSpec {
  return {
    name: 'livekit',
    file: program,
    args: ['--config', own.configFile],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    ipc: false,
    stopSignal: 'SIGTERM',
    prepare: () => Promise.resolve(writeLiveKitConfig(own, nodeIp(), webhookUrl)),
    ready: ({ ended }) => Promise.race([waitFor('LiveKit', () => answersTcp(own.port), READY_MS), ended]),
  };
}
