import { resolve } from 'node:path';
import type { z } from 'zod';
import { withKeyFile } from '../../livekit/key-file';
import type { LiveKitSettings } from '../../livekit/tokens';
import {
  type Environment,
  livekitAddress,
  mustRead,
  port,
  postgresUrl,
  SETTINGS,
  text,
  webSocketAddress,
} from '../../core/settings';

/**
 * What the web process is given: by the supervisor on one machine (supervisor/child-env.ts), by the container
 * elsewhere. WEB_PORT and WEB_HOST are where it listens itself; PORT, HOST and HTTPS_PORT are where the edge
 * before it does.
 */
export const WEB_VARIABLES = {
  WEB_PORT: port(3001),
  WEB_HOST: text.default('127.0.0.1'),
  WEB_DATABASE_URL: postgresUrl.unwrap(),
  LIVEKIT_URL: livekitAddress.unwrap(),
  LIVEKIT_PUBLIC_URL: livekitAddress,
  LIVEKIT_API_KEY: text.unwrap(),
  LIVEKIT_API_SECRET: text.unwrap(),
  /** Of our own LiveKit: the keys now, which may change while this process runs. */
  LIVEKIT_KEY_FILE: text,
  PORT: SETTINGS.PORT,
  HOST: SETTINGS.HOST,
  HTTPS_PORT: SETTINGS.HTTPS_PORT,
  PUBLIC_URL: SETTINGS.PUBLIC_URL,
  DATA_DIR: SETTINGS.DATA_DIR,
  TRUSTED_PROXIES: SETTINGS.TRUSTED_PROXIES,
  LAN_ADDRESS: SETTINGS.LAN_ADDRESS,
  SECRETS_KEY: SETTINGS.SECRETS_KEY,
  ALLOW_PRIVATE_DESTINATIONS: SETTINGS.ALLOW_PRIVATE_DESTINATIONS,
  YOUTUBE_STREAM_KEY: SETTINGS.YOUTUBE_STREAM_KEY,
  TWITCH_STREAM_KEY: SETTINGS.TWITCH_STREAM_KEY,
} satisfies z.ZodRawShape;

export interface Env {
  /** Where this process listens. */
  listen: { host: string; port: number };
  /** Where people reach it: the edge's addresses; with `publicUrl` they decide which origins are ours. */
  edge: { host: string; port: number; httpsPort: number };
  publicUrl: string | null;
  /** Of the role touchline_web. */
  databaseUrl: string;
  livekit: LiveKitSettings;
  dataDir: string;
  trustedProxies: string[];
  /** The address that phones in this network get, where the machine has several addresses. */
  lanAddress: string | null;
  secretsKey: string | null;
  allowPrivateDestinations: boolean;
  streamKeys: { youtube: string | null; twitch: string | null };
}

/** @throws SettingsError with every fault in it */
export function parseEnv(env: Environment, base: string = process.cwd()): Env {
  const values = mustRead(WEB_VARIABLES, env);
  return {
    listen: { host: values.WEB_HOST, port: values.WEB_PORT },
    edge: { host: values.HOST, port: values.PORT, httpsPort: values.HTTPS_PORT },
    publicUrl: values.PUBLIC_URL ?? null,
    databaseUrl: values.WEB_DATABASE_URL,
    livekit: withKeyFile(
      {
        url: webSocketAddress(values.LIVEKIT_URL),
        publicUrl: values.LIVEKIT_PUBLIC_URL ? webSocketAddress(values.LIVEKIT_PUBLIC_URL) : null,
        apiKey: values.LIVEKIT_API_KEY,
        apiSecret: values.LIVEKIT_API_SECRET,
      },
      values.LIVEKIT_KEY_FILE,
    ),
    dataDir: resolve(base, values.DATA_DIR),
    trustedProxies: values.TRUSTED_PROXIES,
    lanAddress: values.LAN_ADDRESS ?? null,
    secretsKey: values.SECRETS_KEY ?? null,
    allowPrivateDestinations: values.ALLOW_PRIVATE_DESTINATIONS,
    streamKeys: { youtube: values.YOUTUBE_STREAM_KEY ?? null, twitch: values.TWITCH_STREAM_KEY ?? null },
  };
}
