import type { DestinationSlice, PublicPlayer } from './destinations';
import type { EncodingProfile } from './encoding';
import type { CrewScore, PublicScore } from './score';
import type {
  Admission,
  CameraConnection,
  CameraState,
  EngineStatus,
  EventKind,
  EventStatus,
  JoinedBy,
  Layout,
  OutputState,
  Severity,
  Tally,
  Visibility,
} from './vocabulary';

/** What an event is at a moment, as each audience may see it; see messages.ts. */

export interface EventSlice {
  id: string;
  slug: string;
  title: string;
  kind: EventKind;
  status: EventStatus;
  visibility: Visibility;
  admission: Admission;
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
  layout: Layout;
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
  joinedBy: JoinedBy;
  device: string;
  createdAt: string;
}

export interface OutputsSlice {
  recording: { status: OutputState; bytes: number; verdict: string | null };
  viewers: { status: OutputState; verdict: string | null };
  /** The watch page's second way, for where WebRTC cannot pass. */
  hls: { status: OutputState; verdict: string | null };
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
  status: EngineStatus;
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
  tally: Tally;
}
