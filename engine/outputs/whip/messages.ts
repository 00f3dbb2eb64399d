import type { RtpPorts } from '../../encoder/args';
import type { WhipState } from './whip-publisher';

/** Engine → WHIP process. Url and token come this way and never by argument or environment. */
export type ToWhip =
  | { type: 'listen'; ports: RtpPorts }
  /** Opens a publication; one that is open already is replaced. */
  | { type: 'open'; url: string; token: string }
  | { type: 'close' };

/** WHIP process → engine. */
export type FromWhip =
  | { type: 'ready' }
  /** The ports are taken: the process can do nothing and ends. */
  | { type: 'unusable'; message: string }
  | { type: 'state'; state: WhipState }
  /** An opening failed; `status` is LiveKit's answer, null if there was none. */
  | { type: 'failed'; status: number | null; message: string }
  /** Each second: it lives. Bytes of RTP written so far. */
  | { type: 'alive'; bytes: number };
