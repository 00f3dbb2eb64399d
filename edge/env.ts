import { z } from 'zod';
import { type Environment, mustRead, SETTINGS, text } from '../core/settings';
import { type Limits, readLimits } from '../app/config/limits';
import type { EdgeLimits } from './edge';

/** All that it gets of the installation's settings; the certificate comes by its channel. */
export const EDGE_VARIABLES = {
  PORT: SETTINGS.PORT,
  HOST: SETTINGS.HOST,
  HTTPS_PORT: SETTINGS.HTTPS_PORT,
  TRUSTED_PROXIES: SETTINGS.TRUSTED_PROXIES,
  /** Addresses of the web processes, separated by commas. */
  EDGE_WEB: text.unwrap(),
  /** Signalling of our own LiveKit; empty with an external one. */
  EDGE_LIVEKIT: text,
  /** `uid:gid` of the user that root becomes here, once it listens. */
  EDGE_RUN_AS: z
    .string()
    .regex(/^[1-9]\d*:[1-9]\d*$/, 'must be uid:gid')
    .optional(),
};

export interface EdgeEnv {
  host: string;
  port: number;
  httpsPort: number;
  runAs: { uid: number; gid: number } | null;
  trustedProxies: string[];
  web: string[];
  livekit: string | null;
  limits: EdgeLimits;
}

/** How the supervisor hands over what HTTPS is served with, at the start and after each renewal. */
export const CertificateMessage = z.object({
  type: z.literal('certificate'),
  /** Null where none can be used yet. */
  pair: z
    .object({
      cert: z.string(),
      key: z.string(),
      /** Of our own authority, PEM; null where the pair came from elsewhere. */
      authority: z.string().nullable(),
    })
    .nullable(),
});
export type Certificate = NonNullable<z.infer<typeof CertificateMessage>['pair']>;

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
  const values = mustRead(EDGE_VARIABLES, env);
  const [uid, gid] = (values.EDGE_RUN_AS ?? '').split(':').map(Number);
  return {
    host: values.HOST,
    port: values.PORT,
    httpsPort: values.HTTPS_PORT,
    runAs: uid && gid ? { uid, gid } : null,
    trustedProxies: values.TRUSTED_PROXIES,
    web: values.EDGE_WEB.split(',').filter(Boolean),
    livekit: values.EDGE_LIVEKIT ?? null,
    limits: edgeLimits(readLimits(env)),
  };
}
