import { z } from 'zod';
import type { ChatBatch } from './chat';
import type { EngineSlice, CrewState, PublicState, OperatorState } from './state';
import type { Audience, PictureTrouble } from './vocabulary';

export type * from './chat';
export type * from './destinations';
export type * from './score';
export type * from './state';

/**
 * The typed wire contract between server and browsers, both ways. Times are ISO 8601 in UTC, ids are opaque.
 * Order: a client gets `snapshot {seq, state}` and then `update {prevSeq, seq, patch}`. A patch replaces
 * whole slices of the state; where `prevSeq` is not the client's own seq it sends `resume`. Telemetry holds
 * last values and has no seq.
 */

export interface StateOf {
  crew: CrewState;
  public: PublicState;
  camera: OperatorState;
}

export interface Snapshot<A extends Audience = Audience> {
  audience: A;
  seq: number;
  state: StateOf[A];
}
export interface Update<A extends Audience = Audience> {
  prevSeq: number;
  seq: number;
  patch: Partial<StateOf[A]>;
}

/** What a phone sends every two seconds; null for what it cannot measure. */
export const PhoneTelemetry = z.strictObject({
  battery: z.number().min(0).max(1).nullable(),
  charging: z.boolean().nullable(),
  width: z.number().int().min(0).max(8192),
  height: z.number().int().min(0).max(8192),
  fps: z.number().min(0).max(240),
  kbps: z.number().min(0).max(100_000),
  /** Lost packets over sent packets of the last interval, 0 to 1. */
  loss: z.number().min(0).max(1),
  rttMs: z.number().min(0).max(60_000).nullable(),
  codec: z.string().max(20),
  micMuted: z.boolean(),
  pictureOff: z.boolean(),
  /** Why the browser lowers the quality (WebRTC `qualityLimitationReason`): none, cpu, bandwidth, other. */
  limited: z.string().max(20),
});
export type PhoneTelemetry = z.infer<typeof PhoneTelemetry>;

export interface EngineTelemetry {
  width: number;
  height: number;
  fps: number;
  /** Pictures a second that the program repeated or skipped, while it is shown there. */
  unevenPerS?: number;
  audioPeakDb: number;
  ageMs: number | null;
  /** Only of the camera that is on the air; null or left out while nothing is wrong. */
  picture?: PictureTrouble | null;
}

export interface ViewerNumbers {
  total: number;
  /** On our own pages, by distinct tickets. */
  page: number;
  /** In embedded players, by distinct tickets. */
  embed: number;
  /** What platforms report, by kind of destination; platforms without a report are absent. */
  platforms: Record<string, number>;
}

/** Last values, sent at most once a second. */
export interface Telemetry {
  cameras: Record<string, { phone?: PhoneTelemetry; engine?: EngineTelemetry }>;
  engine: EngineSlice;
  viewers: ViewerNumbers;
  /**
   * By destination id, 'recording', 'viewers' or 'hls': figures that change too often for the ordered
   * updates.
   */
  outputs?: Record<string, { kbps: number; bytes: number; retries: number }>;
  /** False while the database does not answer: control is frozen, the program continues. */
  control: { ok: boolean; reason: string | null };
}

/** Messages to clients of one audience. */
export interface ServerToClient<A extends Audience = Audience> {
  snapshot: (message: Snapshot<A>) => void;
  update: (message: Update<A>) => void;
  telemetry: (message: Telemetry) => void;
  /** To every audience, at most twice a second. */
  presence: (message: { viewers: number }) => void;
  /** To viewers and crew; phones have no chat. */
  chat: (message: ChatBatch) => void;
  /** Two tabs of one phone: the older one stops publishing (F13). */
  takenOver: () => void;
  /** The server's clock was set; ms since 1970. Times in the state have moved with it. */
  clock: (message: { nowMs: number }) => void;
  /** The server is shutting down; reconnect after the wait. */
  moving: (message: { afterMs: number }) => void;
}

export interface ClientToServer {
  resume: (message: { seq: number }) => void;
  phone: (message: PhoneTelemetry) => void;
}

/** The payload of one message of a direction (`ServerToClient`, `ClientToServer`). */
export type MessageOf<Direction, Name extends keyof Direction> = Direction[Name] extends (
  ...content: infer Content
) => void
  ? Content[0]
  : never;

/** The receiver's handler for each message of a direction. A record that leaves one out does not compile. */
export type Handlers<Direction> = {
  [Name in keyof Direction]: (message: MessageOf<Direction, Name>) => void;
};

/** `auth` of the socket: the ticket, and the client's seq, so that it never gets an older snapshot. */
export const Handshake = z.object({
  ticket: z.string().min(1).max(1000),
  seq: z.number().int().min(0).default(0),
});

/** Schemas by which the server checks messages before it handles them. */
export const ClientMessages: {
  readonly [Name in keyof ClientToServer]: z.ZodType<MessageOf<ClientToServer, Name>>;
} = {
  resume: z.strictObject({ seq: z.number().int().min(0) }),
  phone: PhoneTelemetry,
};

/** The answer of every token endpoint: a LiveKit join token. */
export interface TokenAnswer {
  token: string;
  /** WebSocket address of LiveKit as this browser reaches it. */
  url: string;
  room: string;
  identity: string;
  expiresAt: string;
}

/**
 * `POST /api/realtime/ticket` answers this; the ticket goes into the socket's `auth`, once, within
 * `expiresInS`.
 */
export interface TicketAnswer {
  ticket: string;
  expiresInS: number;
}
export const TicketRequest = z.discriminatedUnion('audience', [
  z.strictObject({ audience: z.literal('crew'), slug: z.string() }),
  z.strictObject({ audience: z.literal('camera') }),
  z.strictObject({
    audience: z.literal('public'),
    slug: z.string(),
    /** A viewer's ticket that expires soon: the new one is for the same viewer, in chat and in the count. */
    renews: z.string().max(1000).optional(),
  }),
]);
export type TicketRequest = z.infer<typeof TicketRequest>;

/** `POST /api/presence/:slug` with `Authorization: Bearer <viewer ticket>` answers this, every 10 s. */
export interface HeartbeatAnswer {
  viewers: number;
}
