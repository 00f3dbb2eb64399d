import { resolve } from 'node:path';
import { type Environment, mustRead, SETTINGS, text } from '../core/settings';
import { type Limits, readLimits } from '../app/config/limits';
import type { EdgeLimits } from './edge';

const VARIABLES = {
  PORT: SETTINGS.PORT,
  HOST: SETTINGS.HOST,
  HTTPS_PORT: SETTINGS.HTTPS_PORT,
  DATA_DIR: SETTINGS.DATA_DIR,
  LAN_ADDRESS: SETTINGS.LAN_ADDRESS,
  TLS_CERT_FILE: SETTINGS.TLS_CERT_FILE,
  TLS_KEY_FILE: SETTINGS.TLS_KEY_FILE,
  TRUSTED_PROXIES: SETTINGS.TRUSTED_PROXIES,
  /** Addresses of the web processes, separated by commas. */
  EDGE_WEB: text.unwrap(),
  /** Signalling of our own LiveKit; empty with an external one. */
  EDGE_LIVEKIT: text,
};

export interface EdgeEnv {
  host: string;
  port: number;
  httpsPort: number;
  dataDir: string;
  lanAddress: string | null;
  tls: { certFile: string; keyFile: string } | null;
  trustedProxies: string[];
  web: string[];
  livekit: string | null;
  limits: EdgeLimits;
}

/** Who watches has one socket of ours and one of LiveKit's signalling. */
const SOCKETS_PER_VIEWER = 2;

export function edgeLimits(limits: Limits): EdgeLimits {
  return {
    connectionsPerAddress: limits.connectionsPerAddress,
    requestsPerAddress: limits.requestsPerAddress,
    upgradesPerAddress: limits.socketsPerAddress * SOCKETS_PER_VIEWER,
  };
}

/** @throws SettingsError with every problem in it */
export function parseEdgeEnv(env: Environment): EdgeEnv {
  const values = mustRead(VARIABLES, env);
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = values;
  return {
    host: values.HOST,
    port: values.PORT,
    httpsPort: values.HTTPS_PORT,
    dataDir: resolve(values.DATA_DIR),
    lanAddress: values.LAN_ADDRESS ?? null,
    tls: certFile && keyFile ? { certFile: resolve(certFile), keyFile: resolve(keyFile) } : null,
    trustedProxies: values.TRUSTED_PROXIES,
    web: values.EDGE_WEB.split(',').filter(Boolean),
    livekit: values.EDGE_LIVEKIT ?? null,
    limits: edgeLimits(readLimits(env)),
  };
}
