/**
 * The words of the field, each list once: the array gives the type, the zod schema where something is parsed
 * (`z.enum(EVENT_STATUSES)`) and the comparison with the database's checks
 * (tests/integration/vocabulary.test.ts). No zod here: the audience's pages import this file and have a byte
 * budget.
 */

// Events

export const EVENT_STATUSES = ['draft', 'ready', 'live', 'ended'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** Phones may join and the director may cut. */
export const OPEN_STATUSES = ['ready', 'live'] as const satisfies readonly EventStatus[];
export type OpenStatus = (typeof OPEN_STATUSES)[number];

/** The statuses that an event can be created with. */
export const NEW_EVENT_STATUSES = ['draft', 'ready'] as const satisfies readonly EventStatus[];
export type NewEventStatus = (typeof NEW_EVENT_STATUSES)[number];

export const EVENT_KINDS = ['match', 'show'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** `unlisted`: anyone who has the address may watch; no page lists it. */
export const VISIBILITIES = ['public', 'unlisted'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** Whether a phone that joins waits for the director or is a camera at once. */
export const ADMISSIONS = ['manual', 'immediate'] as const;
export type Admission = (typeof ADMISSIONS)[number];

export const EVENT_COMMANDS = ['publish', 'start', 'stop', 'reopen'] as const;
export type EventCommand = (typeof EVENT_COMMANDS)[number];

// People

export const TEAM_ROLES = ['owner', 'producer'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

export const CREW_ROLES = ['director', 'assistant', 'scorer', 'moderator', 'commentator', 'host'] as const;
export type CrewRole = (typeof CREW_ROLES)[number];

/** A signed-in person's browser, or an API token of the team. */
export const MEMBER_VIAS = ['session', 'token'] as const;
export type MemberVia = (typeof MEMBER_VIAS)[number];

// Cameras

export const CAMERA_STATES = ['waiting', 'admitted', 'removed'] as const;
export type CameraState = (typeof CAMERA_STATES)[number];
/** By the event's admission. */
export type NewCameraState = Exclude<CameraState, 'removed'>;
/** The director's decision about a waiting camera. */
export type CameraDecision = Exclude<CameraState, 'waiting'>;

export const CAMERA_CONNECTIONS = ['connecting', 'live', 'weak', 'late', 'lost', 'paused'] as const;
export type CameraConnection = (typeof CAMERA_CONNECTIONS)[number];

/** What is wrong with the content of a picture that arrives in time. */
export const PICTURE_TROUBLES = ['still', 'black'] as const;
export type PictureTrouble = (typeof PICTURE_TROUBLES)[number];

export const JOINED_BY = ['code', 'qr', 'host'] as const;
export type JoinedBy = (typeof JOINED_BY)[number];
export type PhoneJoin = Exclude<JoinedBy, 'host'>;

export const TALLIES = ['program', 'preview', 'standby'] as const;
export type Tally = (typeof TALLIES)[number];

/** Where a camera's figures were measured. */
export const TELEMETRY_SOURCES = ['phone', 'engine'] as const;
export type TelemetrySource = (typeof TELEMETRY_SOURCES)[number];

// Program

export const LAYOUTS = [
  'single',
  'side-by-side',
  'picture-in-picture',
  'quad',
  'two-plus-one',
  'split',
] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What becomes of a cell whose camera is gone: the slate in its place, or a layout without it. */
export const CELL_FALLBACKS = ['slate', 'close'] as const;
export type CellFallback = (typeof CELL_FALLBACKS)[number];

export const TRANSITIONS = ['cut', 'mix', 'wipe', 'dip', 'slide', 'push'] as const;
export type Transition = (typeof TRANSITIONS)[number];

export const SWITCH_KINDS = ['cut', 'layout', 'fade', 'slate', 'graphic'] as const;
export type SwitchKind = (typeof SWITCH_KINDS)[number];

export const SWITCH_SOURCES = ['director', 'failover', 'auto', 'api'] as const;
export type SwitchSource = (typeof SWITCH_SOURCES)[number];

export const PROGRAM_ENGINES = ['touchline'] as const;
export type ProgramEngine = (typeof PROGRAM_ENGINES)[number];

/** Of the engine that holds an event's lease. */
export const LEASE_STATUSES = ['starting', 'running', 'stopped'] as const;
export type LeaseStatus = (typeof LEASE_STATUSES)[number];
export type RunningStatus = Exclude<LeaseStatus, 'stopped'>;

/** `off`: no engine has held the event's lease yet. */
export const ENGINE_STATUSES = ['off', ...LEASE_STATUSES] as const;
export type EngineStatus = (typeof ENGINE_STATUSES)[number];

// Outputs and destinations

export const OUTPUT_STATES = ['off', 'connecting', 'live', 'stalled', 'reconnecting', 'failed'] as const;
export type OutputState = (typeof OUTPUT_STATES)[number];

/** Outputs that are no destination; a destination's output has the destination's id. */
export const OWN_OUTPUTS = ['recording', 'viewers', 'hls'] as const;
export type OwnOutput = (typeof OWN_OUTPUTS)[number];

/** A destination's two servers. */
export const DESTINATION_SERVERS = ['first', 'backup'] as const;
export type DestinationServer = (typeof DESTINATION_SERVERS)[number];

/** Where the cause of a destination's failure is. */
export const FAULT_SIDES = ['server', 'uplink', 'key', 'address', 'machine', 'platform'] as const;
export type FaultSide = (typeof FAULT_SIDES)[number];

/**
 * What the button next to the diagnosis does; without a fix action the failure ends without the crew, or
 * elsewhere.
 */
export const FIX_ACTIONS = [
  'replace-key',
  'check-address',
  'try-now',
  /** From now on. */
  'use-backup',
  'use-first',
  /** The platform's own page for streamers. */
  'open-platform',
] as const;
export type FixAction = (typeof FIX_ACTIONS)[number];

/** How far a test of a destination is. */
export const TEST_STAGES = ['connecting', 'sending'] as const;
export type TestStage = (typeof TEST_STAGES)[number];

/**
 * Whether a test of a destination may send pictures: `free`, only the server's owner sees them; `asked`,
 * viewers might, so the person agrees each time; `always`, because the protocol cannot be tried without.
 */
export const TEST_PICTURES = ['free', 'asked', 'always'] as const;
export type TestPictures = (typeof TEST_PICTURES)[number];

/** `poor`: viewers may notice; `bad`: viewers do notice; `none`: the platform receives nothing. */
export const PLATFORM_HEALTHS = ['good', 'poor', 'bad', 'none'] as const;
export type PlatformHealth = (typeof PLATFORM_HEALTHS)[number];

/** Of a destination's form. */
export const FIELD_TYPES = ['text', 'url', 'number', 'select', 'secret'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

// Log and statistics

export const SEVERITIES = ['info', 'warning', 'error'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Begins and ends of these are reported by LiveKit. */
export const LIVEKIT_SESSION_KINDS = ['room', 'egress'] as const;
export type LiveKitSessionKind = (typeof LIVEKIT_SESSION_KINDS)[number];

/** The subject of a line in the event's log. The crew's log contains the switch log as well. */
export const LOG_KINDS = [
  'event',
  ...EVENT_COMMANDS,
  'codes',
  'camera',
  'camera_joined',
  'camera_connected',
  'camera_left',
  'host',
  'failover',
  'destination',
  'output',
  'encoder',
  'chat',
  'room_started',
  'room_ended',
  'egress_started',
  'egress_ended',
] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** Marks on the curve of viewers; `fault` is a failure of an output or a camera. */
export const MARK_KINDS = ['cut', 'goal', 'fault'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

// Chat

/** The setting. `auto`: open while the event is on the air, and for a show as soon as it can be watched. */
export const CHAT_SETTINGS = ['auto', 'open', 'closed'] as const;
export type ChatSetting = (typeof CHAT_SETTINGS)[number];

/** The present state. */
export const CHAT_STATES = ['open', 'closed'] as const satisfies readonly ChatSetting[];
export type ChatState = (typeof CHAT_STATES)[number];

/**
 * `shown`: https addresses become links. `plain`: they stay text. `refused`: messages with one are rejected.
 */
export const CHAT_LINKS = ['shown', 'plain', 'refused'] as const;
export type ChatLinks = (typeof CHAT_LINKS)[number];

/** Given by the server alone, from the sender's rights. */
export const CHAT_BADGES = ['owner', ...CREW_ROLES] as const;
export type ChatBadge = (typeof CHAT_BADGES)[number];

/** Why a message was rejected; `reason` in the error, next to its sentence. */
export const CHAT_REASONS = [
  'empty',
  'too_long',
  'unfit',
  'links',
  'name_missing',
  'name_unfit',
  'name_taken',
  'closed',
  'slow',
  'rate',
  'muted',
  'banned',
] as const;
export type ChatReason = (typeof CHAT_REASONS)[number];

export const CHAT_EXPORTS = ['json', 'csv'] as const;
export type ChatExport = (typeof CHAT_EXPORTS)[number];

// Wire

/** The receiver of a socket. */
export const AUDIENCES = ['crew', 'public', 'camera'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Topics of event_updates; each maps to slices of a projection. */
export const TOPICS = [
  'event',
  'program',
  'cameras',
  'destinations',
  'outputs',
  'score',
  'graphics',
  'sound',
  'log',
] as const;
export type Topic = (typeof TOPICS)[number];

/**
 * Why a socket was refused: `ticket`: a new one helps; `gone`: the event or the right to see it does not
 * exist any more.
 */
export const REFUSALS = ['ticket', 'gone', 'busy', 'unavailable'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** How the audience receives the program. */
export const TRANSPORTS = ['webrtc', 'hls'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Of `GET /api/livekit/token`. */
export const TOKEN_ROLES = ['viewer', 'host'] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** Languages of the audience's pages; each has its catalogue in app/audience/texts. */
export const LANGUAGES = ['en', 'de', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
