import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Environment,
  flag,
  livekitAddress,
  mustRead,
  postgresUrl,
  SETTINGS,
  text,
} from '../core/settings';
import { withKeyFile } from '../livekit/key-file';
import type { LiveKitServer } from '../livekit/tokens';

export const ENGINE_VARIABLES = {
  ENGINE_DATABASE_URL: postgresUrl.unwrap(),
  LIVEKIT_URL: livekitAddress.unwrap(),
  LIVEKIT_API_KEY: text.unwrap(),
  LIVEKIT_API_SECRET: text.unwrap(),
  LIVEKIT_KEY_FILE: text,
  DATA_DIR: SETTINGS.DATA_DIR,
  SECRETS_KEY: SETTINGS.SECRETS_KEY,
  ALLOW_PRIVATE_DESTINATIONS: SETTINGS.ALLOW_PRIVATE_DESTINATIONS,
  FFMPEG_PATH: text.default('ffmpeg'),
  /** Events one worker runs at the same time; more wait for another worker. */
  ENGINE_EVENTS: SETTINGS.ENGINE_EVENTS,
  ENGINE_PROCESSES: SETTINGS.ENGINE_PROCESSES,
  ENGINE_KEEPS_RECORDINGS: flag.default(true),
};

export interface EngineConfig {
  databaseUrl: string;
  livekit: LiveKitServer;
  dataDir: string;
  secretsKey: string | undefined;
  allowPrivateDestinations: boolean;
  ffmpegPath: string;
  maxEvents: number;
  /** No other engine runs on this machine, not even one without an event. */
  alone: boolean;
  /** Makes ended recordings whole. Of several engines on one machine one does. */
  keepsRecordings: boolean;
  /**
   * The built entry of the process that publishes to viewers; undefined when the engine runs from its
   * sources.
   */
  whipEntry: string | undefined;
}

/** @throws SettingsError with every problem in it, never with the value of a secret */
export function readEngineConfig(env: Environment): EngineConfig {
  const values = mustRead(ENGINE_VARIABLES, env);
  return {
    databaseUrl: values.ENGINE_DATABASE_URL,
    livekit: withKeyFile(
      {
        url: values.LIVEKIT_URL,
        apiKey: values.LIVEKIT_API_KEY,
        apiSecret: values.LIVEKIT_API_SECRET,
      },
      values.LIVEKIT_KEY_FILE,
    ),
    dataDir: resolve(values.DATA_DIR),
    secretsKey: values.SECRETS_KEY,
    allowPrivateDestinations: values.ALLOW_PRIVATE_DESTINATIONS,
    ffmpegPath: values.FFMPEG_PATH,
    maxEvents: values.ENGINE_EVENTS,
    alone: values.ENGINE_PROCESSES === 1,
    keepsRecordings: values.ENGINE_KEEPS_RECORDINGS,
    whipEntry: import.meta.url.endsWith('.js')
      ? fileURLToPath(new URL('./whip.js', import.meta.url))
      : undefined,
  };
}
