import { isIn } from '../core/client-address';
import type { Environment } from '../core/settings';
import type { Settings } from '../app/config/settings';
import type { LiveKitSettings } from '../livekit/tokens';

/** What the supervisor determines at the start, in addition to the settings. */
export interface Found {
  webUrl: string;
  engineUrl: string;
  livekit: LiveKitSettings;
  /** Loopback port of our own LiveKit's signalling, or null with an external one. */
  livekitPort: number | null;
  /** Of our own LiveKit's keys, or null with an external one. */
  livekitKeyFile: string | null;
  webPorts: number[];
  ffmpegPath: string;
}

/** What a system and Node itself take from there, of which nothing is secret. */
const SYSTEM =
  /^(PATH|HOME|TMPDIR|TEMP|TMP|TZ|LANG|LANGUAGE|LC_\w+|TERM|NO_COLOR|FORCE_COLOR|NODE_(ENV|OPTIONS|EXTRA_CA_CERTS)|SSL_CERT_(FILE|DIR)|LD_LIBRARY_PATH|FONTCONFIG_\w+|SystemRoot|LOG_LEVEL)$/;
const PROXIES = /^((https?|all|wss?|no)_proxy)$/i;
const LIMITS = /^LIMIT_/;

/** Of the installation's settings, what each process reads besides what the supervisor finds for it. */
const SETTINGS_OF = {
  web: /^(PORT|HOST|HTTPS_PORT|PUBLIC_URL|LAN_ADDRESS|ALLOW_PRIVATE_DESTINATIONS|YOUTUBE_STREAM_KEY|TWITCH_STREAM_KEY)$/,
  engine: /^(ALLOW_PRIVATE_DESTINATIONS|ENGINE_EVENTS)$/,
  edge: /^(PORT|HOST|HTTPS_PORT|TRUSTED_PROXIES)$/,
} as const;

/** The variables whose names match one of the patterns. */
export function only(environment: Environment, ...patterns: RegExp[]): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => patterns.some((pattern) => pattern.test(name))),
  );
}

/** What every process may have. */
export const systemEnvironment = (environment: Environment): Environment => only(environment, SYSTEM);

/**
 * The environment of each child: what a system needs, and of the settings those that it reads (safety M13).
 * It is the whole contract between supervisor and children; app/config/env.ts, engine/config.ts and
 * edge/env.ts read it.
 */
export function childEnvironments(environment: Environment, settings: Settings, found: Found) {
  const system = { ...systemEnvironment(environment), TOUCHLINE_SUPERVISED: '1' };
  const common = {
    ...system,
    ...only(environment, PROXIES),
    ...proxyVariables(environment, new URL(found.livekit.url).hostname),
    DATA_DIR: settings.dataDir,
    SECRETS_KEY: settings.secretsKey ?? undefined,
  };
  const livekit = {
    LIVEKIT_URL: found.livekit.url,
    LIVEKIT_PUBLIC_URL: found.livekit.publicUrl ?? '',
    LIVEKIT_API_KEY: found.livekit.apiKey,
    LIVEKIT_API_SECRET: found.livekit.apiSecret,
    LIVEKIT_KEY_FILE: found.livekitKeyFile ?? undefined,
  };
  return {
    web: (port: number): Environment => ({
      ...common,
      ...only(environment, SETTINGS_OF.web, LIMITS),
      ...livekit,
      WEB_HOST: '127.0.0.1',
      WEB_PORT: String(port),
      WEB_DATABASE_URL: found.webUrl,
      // The edge has already decided which proxies to trust, and forwards only trusted headers.
      TRUSTED_PROXIES: '127.0.0.1',
    }),
    /** Of the engines of one machine one makes ended recordings whole: they would write the same file. */
    engine: (keepsRecordings = true): Environment => ({
      ...common,
      ...only(environment, SETTINGS_OF.engine),
      ...livekit,
      ENGINE_DATABASE_URL: found.engineUrl,
      ENGINE_PROCESSES: String(settings.engineProcesses),
      ENGINE_KEEPS_RECORDINGS: String(keepsRecordings),
      // libwebrtc has dozens of threads; with one glibc arena each, memory grows for minutes in a long show.
      MALLOC_ARENA_MAX: '2',
      FFMPEG_PATH: found.ffmpegPath,
    }),
    edge: (runAs: { uid: number; gid: number } | null): Environment => ({
      ...system,
      ...only(environment, SETTINGS_OF.edge, LIMITS),
      EDGE_RUN_AS: runAs ? `${runAs.uid}:${runAs.gid}` : undefined,
      EDGE_WEB: found.webPorts.map((port) => `http://127.0.0.1:${port}`).join(','),
      EDGE_LIVEKIT: found.livekitPort === null ? '' : `http://127.0.0.1:${found.livekitPort}`,
    }),
  };
}

const LOOPBACK = ['localhost', '127.0.0.0/8', '::1'];

/**
 * HTTP proxies of the environment are for the Internet. The engine's LiveKit client sends everything through
 * them, loopback too, and knows no NO_PROXY: so the children get them only when LiveKit lies beyond.
 * Libraries that know NO_PROXY find loopback in it.
 * @returns what to put over the environment; undefined takes a variable out of it
 */
function proxyVariables(environment: Environment, livekitHost: string): Environment {
  const named = (pattern: RegExp) => Object.keys(environment).filter((name) => pattern.test(name));
  const spared = [...named(/^no_proxy$/i).map((name) => environment[name] ?? ''), ...LOOPBACK, '127.0.0.1']
    .flatMap((list) => list.split(/[\s,]+/))
    .filter(Boolean);
  const list = [...new Set(spared)].join(',');
  const direct = isSpared(livekitHost.replace(/^\[(.*)\]$/, '$1'), spared);
  const proxies = direct ? named(/^(https?|all|ws|wss)_proxy$/i) : [];
  return {
    ...Object.fromEntries(proxies.map((name) => [name, undefined])),
    NO_PROXY: list,
    no_proxy: list,
  };
}

/** Whether a list as NO_PROXY holds the host: `*`, a name with all below it, an address, or a network. */
function isSpared(host: string, list: readonly string[]): boolean {
  return list.some((entry) => {
    if (entry === '*' || isIn(host, [entry])) return true;
    const name = entry
      .replace(/^\*?\./, '')
      .replace(/:\d+$/, '')
      .toLowerCase();
    return name !== '' && `.${host.toLowerCase()}`.endsWith(`.${name}`);
  });
}
