import type {
  CameraSlice,
  ChatMessage,
  CrewScore,
  CrewState,
  DestinationSlice,
  LogRow,
  PhoneTelemetry,
  PublicState,
  Telemetry,
} from '../../../contract/messages';
import type { DestinationForm } from '../../../contract/destinations';
import type { RunDetails } from '../../../contract/statistics';
import type { Crew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts.server';
import { sampleCamera, sampleState } from '../crew/sample-state';
import type { Sending } from '../phone-studio/sending';
import type { CaptureControl } from '../phone-studio/use-capture';
import { sound } from './mixer-samples';
import { NOW, nothing, since } from './sample-time';

// Cameras

const NAMES = ['Main stand', 'Corner north', 'Bench', 'Behind the goal', 'Roof of the club house', 'Tribune'];

export function cameraAt(number: number, change: Partial<CameraSlice> = {}): CameraSlice {
  const id = `camera-${number}`;
  return {
    ...sampleCamera,
    ...{
      id,
      number,
      identity: id,
      label: NAMES[number - 1] ?? `Camera ${number}`,
      connectionSince: since(95),
    },
    ...change,
  };
}

export const goodPhone: PhoneTelemetry = {
  battery: 0.82,
  charging: false,
  ...{ width: 1280, height: 720, fps: 29.8, kbps: 2350, loss: 0, rttMs: 36, codec: 'H264' },
  micMuted: false,
  pictureOff: false,
  limited: 'none',
};

export const phone = (change: Partial<PhoneTelemetry> = {}): Telemetry['cameras'][string] => ({
  phone: { ...goodPhone, ...change },
  engine: { width: 1280, height: 720, fps: 30, audioPeakDb: -14, ageMs: 40 },
});

export const telemetryOf = (cameras: Telemetry['cameras'], change: Partial<Telemetry> = {}): Telemetry => ({
  cameras,
  engine: { status: 'running', fps: 30, headroom: 0.58 },
  viewers: { total: 214, page: 160, embed: 54, platforms: {} },
  control: { ok: true, reason: null },
  ...change,
});

// Destinations

export const youtube: DestinationSlice = {
  ...{ id: 'youtube', plugin: 'youtube', label: 'YouTube', enabled: true, status: 'live', since: since(750) },
  ...{ kbps: 4480, retries: 0, verdict: null, remedy: null, test: null, testing: null, keyHint: 'x7q2' },
  ...{ address: 'rtmps://a.rtmps.youtube.com', settings: {}, player: null, server: 'first', hasBackup: true },
  platform: { health: 'good', message: null, viewers: 1204, at: since(12) },
  studio: { label: 'YouTube Studio', url: 'https://studio.youtube.com/' },
};

export const club: DestinationSlice = {
  ...youtube,
  ...{
    id: 'club',
    plugin: 'custom-rtmp',
    label: 'Club’s server',
    platform: null,
    studio: null,
    hasBackup: false,
  },
  address: 'rtmp://stream.club.example',
};

export const form: DestinationForm = {
  id: 'custom-rtmp',
  label: 'RTMP server',
  fields: [
    {
      name: 'url',
      label: 'Server address',
      type: 'url',
      required: true,
      help: 'As the server’s owner gave it to you.',
      placeholder: 'rtmp://stream.club.example/live',
    },
  ],
  keyLabel: 'Stream key',
  keyHelp: 'Stored sealed and never shown again.',
  keyRequired: true,
  limits: {
    ...{ maxVideoKbps: 9000, maxKeyframeIntervalS: 4, maxFps: 60, maxHeight: 1080 },
    ...{ audioRatesHz: [48_000], maxAudioKbps: 320 },
  },
  testPictures: 'asked',
};

// The event

export const score: CrewScore = {
  home: { name: 'TSV Nord', short: 'NOR', points: 2 },
  away: { name: 'SC Hafen', short: 'HAF', points: 1 },
  period: 'second-half',
  clock: { ms: 63 * 60_000 + 12_000, startedAt: null },
  last: { id: 'p', side: 'home', delta: 1, at: since(130), actor: 'Scorer' },
};

const log = (id: number, text: string, severity: LogRow['severity'] = 'info'): LogRow => ({
  ...{ id: `${id}`, at: since(id * 21), kind: 'camera', severity, text, data: {} },
});

export const rehearsal: CrewState = {
  ...sampleState,
  event: { ...sampleState.event, title: 'TSV Nord – SC Hafen, U17', startsAt: since(-18 * 60) },
  program: { ...sampleState.program, preview: 'camera-2' },
  cameras: [
    cameraAt(1),
    cameraAt(2),
    cameraAt(3, { muted: true }),
    cameraAt(4, { connection: 'weak' }),
    cameraAt(5, { connection: 'lost', connectionSince: since(14) }),
    cameraAt(6, { state: 'waiting', createdAt: since(40) }),
  ],
  destinations: [
    { ...youtube, status: 'off', platform: null },
    { ...club, status: 'off', enabled: false, keyHint: '' },
  ],
  log: [
    log(1, 'Camera 5, Roof of the club house, has no network', 'warning'),
    log(2, 'Camera 4, Behind the goal, is admitted'),
    log(3, 'Camera 3, Bench, is muted'),
    log(4, 'The event is published'),
  ],
};

export const live: CrewState = {
  ...rehearsal,
  event: { ...rehearsal.event, status: 'live', liveSince: since(750) },
  program: { ...rehearsal.program, onAir: 'camera-1', cells: ['camera-1'], onAirSince: since(34) },
  destinations: [
    youtube,
    {
      ...club,
      ...{ status: 'reconnecting', since: since(9), retries: 2, remedy: 'try-now' },
      verdict: 'The server closed the connection. It is tried again.',
    },
  ],
  outputs: {
    recording: { status: 'live', bytes: 412_000_000, verdict: null },
    viewers: { status: 'live', verdict: null },
    hls: { status: 'live', verdict: null },
  },
  score,
  sound,
  log: [log(0.4, 'Cut to camera 1, Main stand'), ...rehearsal.log],
};

export const measured = telemetryOf({
  'camera-1': phone(),
  'camera-2': phone({ battery: 0.64, charging: true }),
  'camera-3': phone({ battery: 0.21 }),
  'camera-4': phone({ loss: 0.09, fps: 17, kbps: 740, battery: 0.47 }),
});

/** What the parts of a crew page read, with a change of it. */
export const crewOf = (
  state: CrewState,
  change: Partial<Omit<Crew, 'commands'>> = {},
): Omit<Crew, 'commands'> => ({
  state,
  telemetry: measured,
  viewers: state.event.status === 'live' ? 214 : 0,
  link: 'online',
  control: { ok: true, reason: null },
  now: NOW,
  ...change,
});

/** A QR code of the right look, which no phone can read. */
function sampleQr(): JoinFacts['qr'] {
  const size = 37;
  let path = '';
  for (let at = 0; at < 29 * 29; at++) {
    const [x, y] = [at % 29, Math.floor(at / 29)];
    const corner = [
      [3, 3],
      [25, 3],
      [3, 25],
    ].find(([left = 0, top = 0]) => Math.max(Math.abs(x - left), Math.abs(y - top)) <= 4);
    const ring = corner ? Math.max(Math.abs(x - (corner[0] ?? 0)), Math.abs(y - (corner[1] ?? 0))) : 0;
    const dark = corner ? ring !== 2 && ring < 4 : ((x * 7 + y * 13) ^ (x * y)) % 3 === 0;
    if (dark) path += `M${x + 4} ${y + 4}h1v1h-1z`;
  }
  return { size, path };
}

export const join: JoinFacts = {
  code: 'K7QM-2RXD',
  address: 'tv.tsv-nord.example/join',
  link: 'https://tv.tsv-nord.example/join/K7QM2RXD#sample',
  qr: sampleQr(),
};

// Phones

export const captured: CaptureControl = {
  ...{ capture: null, error: null, interrupted: false, open: nothing, flip: nothing, setMic: nothing },
  choose: nothing,
};

export const sending = (signal: Sending['signal'], hot = false): Sending => ({ rates: null, signal, hot });

// Viewers

export const publicState = (status: PublicState['event']['status'], change: Partial<PublicState> = {}) => ({
  event: {
    ...{ slug: 'cup', title: live.event.title, kind: 'match' as const, status },
    startsAt: since(-18 * 60),
    liveSince: status === 'live' ? since(750) : null,
  },
  players: [],
  score: null,
  ...change,
});

export const curve: RunDetails = {
  ...{
    id: 'run',
    startedAt: since(2700),
    endedAt: since(300),
    lastedS: 2400,
    peakViewers: 231,
    watchedMinutes: 6120,
  },
  curve: Array.from({ length: 40 }, (_, at) => ({
    at: since(2700 - at * 60),
    viewers: Math.round(231 * Math.sin((at + 4) / 16) ** 2 * (at < 30 ? 1 : 0.9)),
  })),
  marks: [
    { at: since(2300), kind: 'goal', text: '1:0' },
    { at: since(1900), kind: 'cut', text: 'Cut to camera 2' },
    { at: since(1500), kind: 'fault', text: 'Camera 5 lost' },
    { at: since(900), kind: 'goal', text: '2:1' },
  ],
  outputs: [],
};

const say = (seq: number, name: string, text: string, badge: ChatMessage['badge'] = null): ChatMessage => ({
  ...{ id: `${seq}`, seq, at: since(600 - seq * 30), name, badge, text },
});

export const messages: ChatMessage[] = [
  say(1, 'Moderator', 'Welcome! Kick-off is at 18:30.', 'moderator'),
  say(2, 'Grandma Inge', 'Hello from Kiel 👋'),
  say(3, 'Jonas', 'Who is number 7?'),
  say(4, 'TSV Nord', 'That is Mia, her first match. Line-up: https://tsv-nord.example/u17', 'owner'),
  say(5, 'Jonas', 'What a goal!!!'),
];
