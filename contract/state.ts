import type { FixAction, Server } from '../core/diagnosis';
import type { EncodingProfile } from '../core/encoding';
import type { PlatformFacts } from '../core/platform-facts';
import type { CrewScore, PublicScore } from './score';

/** What an event is at a moment, as each audience may see it; see contract.ts. */

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
  remedy: FixAction | null;
  /** The newest test of its connection, of the address and key that it has now. */
  test: { ok: boolean; text: string; remedy: FixAction | null; at: string } | null;
  /**
   * How far a test under way is, since when; one whose engine died stays, and is over after half a minute.
   */
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
  /**
   * Kind of destination, such as `youtube`; stays the same from event to event, so a choice can be remembered
   * by it.
   */
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
