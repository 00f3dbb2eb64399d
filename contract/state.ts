import type { DestinationSlice, PublicPlayer } from './destinations';
import type { EncodingProfile } from './encoding';
import type { LayoutOptions, TBar } from './program';
import type { Graphic } from './graphics';
import type { CrewScore, PublicScore } from './score';
import type { SoundSlice } from './sound';
import type {
  Admission,
  CameraConnection,
  CellFallback,
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

/** The state of an event as each audience may see it; see messages.ts. */

export interface EventSlice {
  id: string;
  slug: string;
  title: string;
  kind: EventKind;
  status: EventStatus;
  visibility: Visibility;
  admission: Admission;
  startsAt: string | null;
  /** Start of the present run. */
  liveSince: string | null;
  rooms: { cameras: string; program: string; rehearsal: string };
  fallbackOrder: string[];
  autoReturn: boolean;
  /** Whether the program leaves a camera whose picture stands still or is black. */
  pictureFailover: boolean;
  cellFallback: CellFallback;
  /** Can be changed before going live only. */
  encoding: EncodingProfile;
}

export interface ProgramSlice {
  /** seq of the last change of the program; a cut carries it as `seenSeq`. */
  seq: number;
  onAir: string | null;
  preview: string | null;
  layout: Layout;
  /** A camera or the slate for each cell; the first is `onAir`. */
  cells: (string | null)[];
  options: LayoutOptions;
  /** Null while it lies at either end. */
  tbar: TBar | null;
  faded: boolean;
  /** When the program was last cut. */
  onAirSince: string | null;
}

export interface CameraSlice {
  id: string;
  number: number;
  label: string;
  /** LiveKit identity of the participant whose tracks are this camera's. */
  identity: string;
  state: CameraState;
  connection: CameraConnection;
  connectionSince: string;
  muted: boolean;
  pictureOff: boolean;
  /** Marked by the director: a still picture of it is no fault, as of a camera on the goal line. */
  mayStandStill: boolean;
  joinedBy: JoinedBy;
  device: string;
  createdAt: string;
}

export interface OutputsSlice {
  recording: { status: OutputState; bytes: number; verdict: string | null };
  viewers: { status: OutputState; verdict: string | null };
  /** The watch page's fallback where WebRTC cannot pass. */
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
  /** Share of each tick's time that was left over, 0 to 1. */
  headroom: number;
}

/** The projection for crew. `log` holds the newest 50 lines, newest first, switches included. */
export interface CrewState {
  event: EventSlice;
  program: ProgramSlice;
  cameras: CameraSlice[];
  destinations: DestinationSlice[];
  outputs: OutputsSlice;
  score: CrewScore | null;
  /** In the order of their layers, the lowest first. */
  graphics: Graphic[];
  sound: SoundSlice;
  log: LogRow[];
}

export interface PublicState {
  event: Pick<EventSlice, 'slug' | 'title' | 'kind' | 'status' | 'startsAt' | 'liveSince'>;
  /** Enabled destinations whose channel or video is known, in the destinations' order. */
  players: PublicPlayer[];
  score: PublicScore | null;
}

/** What the pages show of an event that is over. */
export interface AfterFacts {
  /** How long it was on the air, seconds; null if it never was. */
  lastedS: number | null;
  peakViewers: number | null;
  /** All viewers of our own pages and embeds together; null where nobody was counted. */
  watchedMinutes: number | null;
  /** Parts in order, once the owner has published them; the addresses are valid for some hours. */
  recordings: { url: string }[];
}

/** `GET /api/audience/:slug` answers this: the first state of an audience page. */
export interface AudienceAnswer {
  seq: number;
  state: PublicState;
  /** Null until the event is over. */
  after: AfterFacts | null;
}

/** The projection for a camera phone: itself and its tally. */
export interface OperatorState {
  event: Pick<EventSlice, 'slug' | 'title' | 'status'>;
  camera: Pick<CameraSlice, 'id' | 'number' | 'label' | 'state' | 'muted' | 'pictureOff'>;
  tally: Tally;
}
