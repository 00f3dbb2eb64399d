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

/**
 * The environment of each child, added to the installation's own. It is the whole contract between supervisor
 * and children; app/config/env.ts, engine/config.ts and edge/env.ts read it. The administrator's DATABASE_URL
 * is not passed on.
 */
export function childEnvironments(environment: Environment, settings: Settings, found: Found) {
  const common = {
    ...environment,
    ...proxyVariables(environment, new URL(found.livekit.url).hostname),
    TOUCHLINE_SUPERVISED: '1',
    DATABASE_URL: undefined,
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
      ...livekit,
      WEB_HOST: '127.0.0.1',
      WEB_PORT: String(port),
      WEB_DATABASE_URL: found.webUrl,
      // The edge has already decided which proxies to trust, and forwards only trusted headers.
      TRUSTED_PROXIES: '127.0.0.1',
      FFMPEG_PATH: found.ffmpegPath,
    }),
    /** Of the engines of one machine one makes ended recordings whole: they would write the same file. */
    engine: (keepsRecordings = true): Environment => ({
      ...common,
      ...livekit,
      ENGINE_DATABASE_URL: found.engineUrl,
      ENGINE_PROCESSES: String(settings.engineProcesses),
      ENGINE_KEEPS_RECORDINGS: String(keepsRecordings),
      // libwebrtc has dozens of threads; with one glibc arena each, memory grows for minutes in a long show.
      MALLOC_ARENA_MAX: '2',
      FFMPEG_PATH: found.ffmpegPath,
      YOUTUBE_STREAM_KEY: undefined,
      TWITCH_STREAM_KEY: undefined,
    }),
    edge: (): Environment => ({
      ...common,
      SECRETS_KEY: undefined,
      LIVEKIT_API_SECRET: undefined,
      YOUTUBE_STREAM_KEY: undefined,
      TWITCH_STREAM_KEY: undefined,
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
