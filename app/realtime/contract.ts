import { z } from 'zod';
import type { Remedy, Server } from '../../core/destination-verdict';
import type { EncodingProfile } from '../../core/encoding';
import type { PlatformFacts } from '../../core/platform-facts';
import type { ChatBatch } from './chat-contract';
import type { CrewScore, PublicScore } from './score-contract';

export type * from './chat-contract';
export type * from './score-contract';

/**
 * The typed wire contract between server and browsers, both ways. Times are ISO 8601 in UTC, ids are opaque.
 *
 * Order: a client gets `snapshot {seq, state}` and then `update {prevSeq, seq, patch}`. A patch replaces whole slices
 * of the state; where `prevSeq` is not the client's own seq it asks again with `resume`. Telemetry is last-value and
 * outside seq.
 */

export type EventStatus = 'draft' | 'ready' | 'live' | 'ended';
export type CameraState = 'waiting' | 'admitted' | 'removed';
export type CameraConnection = 'connecting' | 'live' | 'weak' | 'late' | 'lost' | 'paused';
export type OutputStateName = 'off' | 'connecting' | 'live' | 'stalled' | 'reconnecting' | 'failed';
export type Severity = 'info' | 'warning' | 'error';

export interface EventSlice {
  id: string;
  slug: string;
  title: string;
  kind: 'match' | 'show';
  status: EventStatus;
  visibility: 'public' | 'unlisted';
  admission: 'manual' | 'immediate';
  startsAt: string | null;
  /** When the present run on the air began. */
  liveSince: string | null;
  rooms: { cameras: string; program: string; rehearsal: string };
  fallbackOrder: string[];
  autoReturn: boolean;
  /** What the program is encoded as; changed before going live only. */
  encoding: EncodingProfile;
}

export interface ProgramSlice {
  /** seq of the last change of the program; a cut carries it as `seenSeq`. */
  seq: number;
  onAir: string | null;
  preview: string | null;
  layout: 'single';
  faded: boolean;
  /** When the picture on the air was cut to. */
  onAirSince: string | null;
}

export interface CameraSlice {
  id: string;
  number: number;
  label: string;
  /** LiveKit identity: which participant's tracks are this camera's. */
  identity: string;
  state: CameraState;
  connection: CameraConnection;
  connectionSince: string;
  muted: boolean;
  pictureOff: boolean;
  joinedBy: 'code' | 'qr' | 'host';
  device: string;
  createdAt: string;
}

export interface DestinationSlice {
  id: string;
  plugin: string;
  label: string;
  enabled: boolean;
  status: OutputStateName;
  since: string;
  kbps: number;
  retries: number;
  verdict: string | null;
  /** What the button beside the verdict does. */
  remedy: Remedy | null;
  /** The newest test of its connection, of the address and key that it has now. */
  test: { ok: boolean; text: string; remedy: Remedy | null; at: string } | null;
  /** How far a test under way is, since when; one whose engine died stays, and is over after half a minute. */
  testing: { stage: 'connecting' | 'sending'; pictures: boolean; at: string } | null;
  /** Last four characters of the key, '' without one. */
  keyHint: string;
  /** Scheme and host of the ingest, without path and key. */
  address: string;
  /** What is entered besides the secrets. */
  settings: Record<string, string>;
  /** Where viewers can watch it on the platform, or null. */
  player: PlayerAddresses | null;
  /** What the platform itself says, where it is asked. */
  platform: PlatformFacts | null;
  /** Which of its servers comes first, and whether there are two. */
  server: Server;
  hasBackup: boolean;
  /** The platform's own page for who streams. */
  studio: { label: string; url: string } | null;
}

/** Addresses hold `{host}` where the page's own host name belongs; see core/player-address. */
export interface PlayerAddresses {
  playerUrl: string;
  chatUrl: string | null;
  /** Usual delay of the platform, seconds. */
  delayS: number;
}

/** A platform on which an event can be watched as well. */
export interface PublicPlayer extends PlayerAddresses {
  id: string;
  /** Kind of destination, such as `youtube`; stays the same from event to event, so a choice can be remembered by it. */
  plugin: string;
  label: string;
}

export interface OutputsSlice {
  recording: { status: OutputStateName; bytes: number; verdict: string | null };
  viewers: { status: OutputStateName; verdict: string | null };
  /** The watch page's second way, for where WebRTC cannot pass. */
  hls: { status: OutputStateName; verdict: string | null };
}

export interface LogRow {
  id: string;
  at: string;
  kind: string;
  severity: Severity;
  text: string;
  data: Record<string, unknown>;
}

export interface EngineSlice {
  status: 'off' | 'starting' | 'running' | 'stopped';
  fps: number;
  /** Part of each tick's time that was left over, 0 to 1. */
  headroom: number;
}

/** What crew see. `log` holds the newest 50 lines, newest first, switches included. */
export interface CrewState {
  event: EventSlice;
  program: ProgramSlice;
  cameras: CameraSlice[];
  destinations: DestinationSlice[];
  outputs: OutputsSlice;
  score: CrewScore | null;
  log: LogRow[];
}

/** What anybody may see. */
export interface PublicState {
  event: Pick<EventSlice, 'slug' | 'title' | 'kind' | 'status' | 'startsAt' | 'liveSince'>;
  /** Platforms of enabled destinations whose channel or video is known, in the destinations' order. */
  players: PublicPlayer[];
  score: PublicScore | null;
}

/** What is told of an event that is over. */
export interface AfterFacts {
  /** How long it was on the air, seconds; null if it never was. */
  lastedS: number | null;
  peakViewers: number | null;
  /** All viewers of our own pages and embeds together; null where nobody was counted. */
  watchedMinutes: number | null;
  /** Parts in their order, where the owner has published them; the addresses are good for some hours. */
  recordings: { url: string }[];
}

/** `GET /api/audience/:slug` answers this: what a page for the audience begins with. */
export interface AudienceAnswer {
  seq: number;
  state: PublicState;
  /** Null until the event is over. */
  after: AfterFacts | null;
}

/** What a camera phone sees: itself and its tally. */
export interface OperatorState {
  event: Pick<EventSlice, 'slug' | 'title' | 'status'>;
  camera: Pick<CameraSlice, 'id' | 'number' | 'label' | 'state' | 'muted' | 'pictureOff'>;
  tally: 'program' | 'preview' | 'standby';
}

/** Topics of event_updates; each maps to slices of a projection. */
export const TOPICS = ['event', 'program', 'cameras', 'destinations', 'outputs', 'score', 'log'] as const;
export type Topic = (typeof TOPICS)[number];

export interface StateOf {
  crew: CrewState;
  public: PublicState;
  camera: OperatorState;
}
export type Audience = keyof StateOf;

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

/** What a phone tells of itself every two seconds; what is unknown is null. */
export const PhoneTelemetry = z.strictObject({
  battery: z.number().min(0).max(1).nullable(),
  charging: z.boolean().nullable(),
  width: z.number().int().min(0).max(8192),
  height: z.number().int().min(0).max(8192),
  fps: z.number().min(0).max(240),
  kbps: z.number().min(0).max(100_000),
  /** Lost packets over sent ones of the last interval, 0 to 1. */
  loss: z.number().min(0).max(1),
  rttMs: z.number().min(0).max(60_000).nullable(),
  codec: z.string().max(20),
  micMuted: z.boolean(),
  pictureOff: z.boolean(),
  /** Why the quality is lowered, in the browser's words: none, cpu, bandwidth, other. */
  limited: z.string().max(20),
});
export type PhoneTelemetry = z.infer<typeof PhoneTelemetry>;

/** What the engine measures of a camera. */
export interface EngineTelemetry {
  width: number;
  height: number;
  fps: number;
  audioPeakDb: number;
  ageMs: number | null;
}

/** How many watch, as one number with its parts. */
export interface ViewerNumbers {
  total: number;
  /** Our own pages, by distinct tickets. */
  page: number;
  /** Embedded players, by distinct tickets. */
  embed: number;
  /** What platforms told of their own viewers, by kind of destination; those that told nothing are absent. */
  platforms: Record<string, number>;
}

/** Last values, sent at most once a second. */
export interface Telemetry {
  cameras: Record<string, { phone?: PhoneTelemetry; engine?: EngineTelemetry }>;
  engine: EngineSlice;
  viewers: ViewerNumbers;
  /** By destination id, 'recording', 'viewers' or 'hls': figures that change too often for the ordered updates. */
  outputs?: Record<string, { kbps: number; bytes: number; retries: number }>;
  /** False while the database does not answer: control is frozen, the program goes on. */
  control: { ok: boolean; reason: string | null };
}

/** What a client of one audience hears. */
export interface ServerToClient<A extends Audience = Audience> {
  snapshot: (message: Snapshot<A>) => void;
  update: (message: Update<A>) => void;
  telemetry: (message: Telemetry) => void;
  /** To every audience: the number of viewers, at most twice a second. */
  presence: (message: { viewers: number }) => void;
  /** To viewers and crew; phones have no chat. */
  chat: (message: ChatBatch) => void;
  /** Two tabs of one phone: the older one stands back (F13). */
  takenOver: () => void;
  /** The server is going away; come back after the wait. */
  moving: (message: { afterMs: number }) => void;
}

export interface ClientToServer {
  resume: (message: { seq: number }) => void;
  phone: (message: PhoneTelemetry) => void;
}

/** `auth` of the socket: the ticket, and how far this client has come, so that it never gets an older snapshot. */
export const Handshake = z.object({
  ticket: z.string().min(1).max(1000),
  seq: z.number().int().min(0).default(0),
});

/** Why a socket was refused: with `ticket` a new one helps, with `gone` the event or the right to see it is gone. */
export type Refusal = 'ticket' | 'gone' | 'busy' | 'unavailable';

export const ClientMessages = {
  resume: z.strictObject({ seq: z.number().int().min(0) }),
  phone: PhoneTelemetry,
} as const;

/** A LiveKit join token as every token call answers it. */
export interface TokenAnswer {
  token: string;
  /** WebSocket address of LiveKit as this browser reaches it. */
  url: string;
  room: string;
  identity: string;
  expiresAt: string;
}

/** `POST /api/realtime/ticket` answers this; the ticket goes into the socket's `auth`, once, within `expiresInS`. */
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
    /** A viewer's ticket that ends soon: the new one is the same viewer's, in chat and in the count. */
    renews: z.string().max(1000).optional(),
  }),
]);
export type TicketRequest = z.infer<typeof TicketRequest>;

/** `POST /api/presence/:slug` with `Authorization: Bearer <viewer ticket>` answers this, every 10 s. */
export interface HeartbeatAnswer {
  viewers: number;
}

/**
 * What the relay sends into the program room, where embedded players hear it: one JSON in each data packet (below 15 kB), its
 * kind as the packet's topic. `state` is sent again to newcomers, so that nobody depends on a packet that came too early.
 */
export interface RelayPackets {
  state: Snapshot<'public'>;
  count: { viewers: number };
  /** Cut into pieces that fit (chat-packets.ts). */
  chat: ChatBatch;
}

/** The program room's metadata, as JSON: what was sent last, for who joins. Some seconds old at most; '' before the relay's first word. */
export type RoomFacts = Pick<RelayPackets, 'state' | 'count'>;
