import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { LiveKitServer } from '../livekit/livekit';

const EngineEnv = z.object({
  ENGINE_DATABASE_URL: z.string().min(1),
  LIVEKIT_URL: z.string().min(1),
  LIVEKIT_API_KEY: z.string().min(1),
  LIVEKIT_API_SECRET: z.string().min(1),
  DATA_DIR: z.string().default('.data'),
  SECRETS_KEY: z.string().optional(),
  ALLOW_PRIVATE_DESTINATIONS: z
    .string()
    .optional()
    .transform((value) => ['1', 'true', 'yes', 'on'].includes((value ?? '').trim().toLowerCase())),
  FFMPEG_PATH: z.string().default('ffmpeg'),
  /** Events one worker runs at the same time; more wait for another worker. */
  ENGINE_EVENTS: z.coerce.number().int().min(1).max(32).default(4),
});

/** Settings of the engine process, from its environment. */
export interface EngineConfig {
  databaseUrl: string;
  livekit: LiveKitServer;
  dataDir: string;
  secretsKey: string | undefined;
  allowPrivateDestinations: boolean;
  ffmpegPath: string;
  maxEvents: number;
  /**
   * The built entry of the process that publishes to viewers; undefined when the engine runs from its
   * sources.
   */
  whipEntry: string | undefined;
}

/** Throws with the names of all settings that are wrong; never with a value. */
export function readEngineConfig(env: NodeJS.ProcessEnv): EngineConfig {
  const parsed = EngineEnv.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`The engine cannot start: these settings are missing or wrong: ${names}.`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.ENGINE_DATABASE_URL,
    livekit: {
      url: values.LIVEKIT_URL,
      apiKey: values.LIVEKIT_API_KEY,
      apiSecret: values.LIVEKIT_API_SECRET,
    },
    dataDir: resolve(values.DATA_DIR),
    secretsKey: values.SECRETS_KEY,
    allowPrivateDestinations: values.ALLOW_PRIVATE_DESTINATIONS,
    ffmpegPath: values.FFMPEG_PATH,
    maxEvents: values.ENGINE_EVENTS,
    whipEntry: import.meta.url.endsWith('.js')
      ? fileURLToPath(new URL('./whip.js', import.meta.url))
      : undefined,
  };
}
