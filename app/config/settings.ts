import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { LiveKitSettings } from '../../livekit/tokens';
import {
  type Environment,
  readFields,
  type SettingName,
  SETTINGS,
  SettingsError,
  webSocketAddress,
} from '../../core/settings';

export interface Settings {
  port: number;
  host: string;
  /** 0: no HTTPS. */
  httpsPort: number;
  publicUrl: string | null;
  /** Absolute. */
  dataDir: string;
  cacheDir: string;
  /** The administrator's, of a real server; null: the embedded one. */
  databaseUrl: string | null;
  /** An external LiveKit; null: our own. */
  livekit: LiveKitSettings | null;
  lanAddress: string | null;
  tls: { certFile: string; keyFile: string } | null;
  trustedProxies: string[];
  secretsKey: string | null;
  programEngine: 'touchline';
  allowPrivateDestinations: boolean;
  streamKeys: { youtube: string | null; twitch: string | null };
  webProcesses: number;
  engineProcesses: number;
}

/**
 * Parses the settings of an installation.
 *
 * @throws SettingsError with every problem in it, one sentence each, never with the value of a secret
 */
export function parseSettings(env: Environment, base: string = process.cwd()): Settings {
  const { values, problems } = readFields(SETTINGS, env);
  problems.push(...crossProblems(env, base));
  if (!values || problems.length > 0) throw new SettingsError(problems);
  const address = values.LIVEKIT_URL ?? values.LIVEKIT_WS_URL ?? values.NEXT_PUBLIC_LIVEKIT_URL;
  const publicAddress = values.LIVEKIT_WS_URL ?? values.NEXT_PUBLIC_LIVEKIT_URL ?? values.LIVEKIT_URL;
  return {
    port: values.PORT,
    host: values.HOST,
    httpsPort: values.HTTPS_PORT,
    publicUrl: values.PUBLIC_URL ?? null,
    dataDir: resolve(base, values.DATA_DIR),
    cacheDir: resolve(base, values.TOUCHLINE_CACHE_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    livekit:
      address && values.LIVEKIT_API_KEY && values.LIVEKIT_API_SECRET
        ? {
            url: webSocketAddress(address),
            publicUrl: webSocketAddress(publicAddress ?? address),
            apiKey: values.LIVEKIT_API_KEY,
            apiSecret: values.LIVEKIT_API_SECRET,
          }
        : null,
    lanAddress: values.LAN_ADDRESS ?? null,
    tls:
      values.TLS_CERT_FILE && values.TLS_KEY_FILE
        ? { certFile: resolve(base, values.TLS_CERT_FILE), keyFile: resolve(base, values.TLS_KEY_FILE) }
        : null,
    trustedProxies: values.TRUSTED_PROXIES,
    secretsKey: values.SECRETS_KEY ?? null,
    programEngine: 'touchline',
    allowPrivateDestinations: values.ALLOW_PRIVATE_DESTINATIONS,
    streamKeys: { youtube: values.YOUTUBE_STREAM_KEY ?? null, twitch: values.TWITCH_STREAM_KEY ?? null },
    webProcesses: values.WEB_PROCESSES,
    engineProcesses: values.ENGINE_PROCESSES,
  };
}

/**
 * Problems between settings. They read the raw values, so that they are reported together with
 * the problems of single ones.
 */
function crossProblems(env: Environment, base: string): string[] {
  const has = (name: SettingName) => (env[name] ?? '').trim() !== '';
  const value = (name: SettingName) => (env[name] ?? '').trim();
  const problems: string[] = [];

  const livekitAddress = has('LIVEKIT_URL') || has('LIVEKIT_WS_URL') || has('NEXT_PUBLIC_LIVEKIT_URL');
  for (const name of ['LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'] as const) {
    if (livekitAddress && !has(name))
      problems.push(`${name} is missing; the LiveKit server whose address is set needs it.`);
    if (!livekitAddress && has(name))
      problems.push(`${name} is set without LIVEKIT_URL; set the address too, or neither.`);
  }
  for (const [one, other] of [
    ['TLS_CERT_FILE', 'TLS_KEY_FILE'],
    ['TLS_KEY_FILE', 'TLS_CERT_FILE'],
  ] as const) {
    if (has(one) && !has(other))
      problems.push(`${other} is missing; ${one} is only of use together with it.`);
    if (has(one) && !readable(resolve(base, value(one))))
      problems.push(`${one} names a file that cannot be read: ${value(one)}.`);
  }
  if (problems.length === 0 && has('TLS_CERT_FILE')) {
    const wrong = pairProblem(resolve(base, value('TLS_CERT_FILE')), resolve(base, value('TLS_KEY_FILE')));
    if (wrong)
      problems.push(
        `TLS_CERT_FILE and TLS_KEY_FILE cannot be used together (${wrong}): name a certificate and its own key, both PEM and without a password. Where they were just renewed, start again once both are there.`,
      );
  }
  if (has('PORT') && value('PORT') === value('HTTPS_PORT'))
    problems.push('HTTPS_PORT must differ from PORT.');
  if (has('PROGRAM_ENGINE') && value('PROGRAM_ENGINE') !== 'touchline') {
    problems.push(
      value('PROGRAM_ENGINE') === 'egress'
        ? 'PROGRAM_ENGINE=egress is not in this version yet; leave it out to use the built-in engine.'
        : 'PROGRAM_ENGINE must be touchline; leave it out to use the built-in engine.',
    );
  }
  return problems;
}

/** The library's sentence, or null for a pair that fits. */
function pairProblem(certFile: string, keyFile: string): string | null {
  try {
    createSecureContext({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readable(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
