import type {
  CameraSlice,
  CrewScore,
  CrewState,
  DestinationSlice,
  EventSlice,
  LogRow,
  OperatorState,
  OutputsSlice,
  ProgramSlice,
  PublicPlayer,
  PublicScore,
  PublicState,
} from '../../../contract/messages';
import { soundSlice } from '../../../core/sound';
import { encodingOf, readEventSettings } from '../../../core/event-settings';
import { roomsOf } from '../../../core/rooms';
import { graphicOf } from '../../../db/queries/graphics';
import { sceneOf } from '../../../db/queries/switching';
import type { CameraRow, DestinationRow, LogLine, OutputRow, StateRow } from '../../../db/queries/state';
import { findDestination } from '../../../plugins/destinations';
import { hasBackup, ingestHost, playerOf, playersOf } from '../destinations/destination-answer';

/** The public part of an event. */
export function publicOf({
  event,
  destinations,
  score,
}: Pick<CrewState, 'event' | 'destinations' | 'score'>): PublicState {
  return publicWith(event, playersOf(destinations), score);
}

/** The same without destinations, which viewers may not read, from given players. */
export function publicWith(
  event: CrewState['event'],
  players: PublicPlayer[],
  score: CrewScore | null,
): PublicState {
  const { slug, title, kind, status, startsAt, liveSince } = event;
  return { event: { slug, title, kind, status, startsAt, liveSince }, players, score: publicScore(score) };
}

/** Without the last point, which only the crew sees. */
export function publicScore(score: CrewScore | null): PublicScore | null {
  if (!score) return null;
  const { home, away, period, clock } = score;
  return { home, away, period, clock };
}

/**
 * For a camera's phone: itself and its tally. A camera that is no longer in the crew's list was removed, and
 * sees only that.
 */
export function operatorOf(
  { event, program, cameras }: Pick<CrewState, 'event' | 'program' | 'cameras'>,
  cameraId: string,
): OperatorState {
  const { slug, title, status } = event;
  const camera = cameras.find((candidate) => candidate.id === cameraId);
  if (!camera) {
    const removed = {
      id: cameraId,
      number: 0,
      label: '',
      state: 'removed',
      muted: false,
      pictureOff: false,
    } as const;
    return { event: { slug, title, status }, camera: removed, tally: 'standby' };
  }
  const { id, number, label, state, muted, pictureOff } = camera;
  return {
    event: { slug, title, status },
    camera: { id, number, label, state, muted, pictureOff },
    tally:
      program.cells.includes(id) && !program.faded
        ? 'program'
        : program.preview === id
          ? 'preview'
          : 'standby',
  };
}

/** The slices of `next` that differ from `previous`, or null. Slices are plain JSON. */
export function difference<S extends object>(previous: S, next: S): Partial<S> | null {
  const patch: Partial<S> = {};
  let changed = false;
  for (const name in next) {
    if (JSON.stringify(previous[name]) === JSON.stringify(next[name])) continue;
    patch[name] = next[name];
    changed = true;
  }
  return changed ? patch : null;
}

/** The slices of the crew's state in a row; those that were not read are absent. */
export function crewSlices(row: StateRow): Partial<CrewState> & Pick<CrewState, 'event' | 'program'> {
  return {
    event: eventSlice(row),
    program: programSlice(row),
    ...(row.cameras && { cameras: row.cameras.map(cameraSlice) }),
    ...(row.destinations && { destinations: row.destinations.map(destinationSlice) }),
    ...(row.outputs && { outputs: outputsSlice(row.outputs) }),
    ...(row.score && { score: row.score[0] ?? null }),
    ...(row.graphics && { graphics: row.graphics.map(graphicOf).filter((one) => one !== null) }),
    ...(row.sound && { sound: soundSlice(row.sound) }),
    ...(row.log && { log: row.log.map(logRow) }),
  };
}

/** A whole state from slices; missing ones are empty. */
export function fillCrewState(slices: Partial<CrewState> & Pick<CrewState, 'event' | 'program'>): CrewState {
  return {
    cameras: [],
    destinations: [],
    outputs: outputsSlice([]),
    score: null,
    graphics: [],
    sound: soundSlice(null),
    log: [],
    ...slices,
  };
}

function eventSlice(row: StateRow): EventSlice {
  const settings = readEventSettings(row.settings);
  const { cameras, program, rehearsal } = roomsOf(row.slug, row.kind);
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    kind: row.kind,
    status: row.status,
    visibility: row.visibility,
    admission: row.admission,
    startsAt: row.starts_at,
    liveSince: row.live_since,
    rooms: { cameras, program, rehearsal },
    fallbackOrder: settings.fallbackOrder,
    autoReturn: settings.autoReturn,
    pictureFailover: settings.pictureFailover,
    cellFallback: settings.cellFallback,
    encoding: encodingOf(settings.encoding),
  };
}

function programSlice(row: StateRow): ProgramSlice {
  const { cells, options } = sceneOf({
    layout: row.layout,
    onAir: row.on_air,
    otherCells: row.other_cells,
    layoutOptions: row.layout_options,
  });
  return {
    seq: row.program_seq,
    onAir: row.on_air,
    preview: row.preview,
    layout: row.layout,
    cells: [...cells],
    options,
    tbar: row.tbar,
    faded: row.faded,
    onAirSince: row.on_air_since,
  };
}

function cameraSlice({ device, ...row }: CameraRow): CameraSlice {
  return { ...row, device: deviceName(device) };
}

/** From the description that a phone gave when it registered. */
function deviceName(device: unknown): string {
  if (typeof device !== 'object' || device === null) return '';
  const name = 'name' in device ? device.name : 'model' in device ? device.model : '';
  return typeof name === 'string' ? name.slice(0, 80) : '';
}

function destinationSlice(row: DestinationRow): DestinationSlice {
  return {
    id: row.id,
    plugin: row.plugin,
    label: row.label,
    enabled: row.enabled,
    status: row.state ?? 'off',
    since: row.since ?? row.createdAt,
    kbps: row.kbps ?? 0,
    retries: row.retries ?? 0,
    verdict: row.verdict,
    remedy: row.remedy,
    test: testOf(row),
    testing: testingOf(row),
    keyHint: row.keyHint,
    address: ingestHost(row),
    settings: row.settings,
    player: playerOf(row),
    platform: row.platform,
    server: row.server,
    hasBackup: hasBackup(row),
    studio: findDestination(row.plugin)?.studio ?? null,
  };
}

function testOf({ test, testedAt }: DestinationRow): DestinationSlice['test'] {
  return test && testedAt ? { ok: test.ok, text: test.text, remedy: test.remedy, at: testedAt } : null;
}

function testingOf({
  test,
  testStage,
  testStageAt,
  testPictures,
}: DestinationRow): DestinationSlice['testing'] {
  if (test || !testStage || !testStageAt) return null;
  return { stage: testStage, pictures: testPictures ?? false, at: testStageAt };
}

function outputsSlice(rows: readonly OutputRow[]): OutputsSlice {
  const recording = rows.find((row) => row.output === 'recording');
  const viewers = rows.find((row) => row.output === 'viewers');
  const hls = rows.find((row) => row.output === 'hls');
  return {
    recording: {
      status: recording?.state ?? 'off',
      bytes: recording?.bytes ?? 0,
      verdict: recording?.verdict ?? null,
    },
    viewers: { status: viewers?.state ?? 'off', verdict: viewers?.verdict ?? null },
    hls: { status: hls?.state ?? 'off', verdict: hls?.verdict ?? null },
  };
}

/** Lines of the switch log have no text in the table; it is made here. */
function logRow(line: LogLine): LogRow {
  return line.text === '' ? { ...line, text: switchText(line.kind, line.data) } : line;
}

const word = (data: Record<string, unknown>, name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};

/** A row of the switch log as a sentence: "Cut to Halfway by Anna." */
/** A cut by any other transition. */
const TAKE_WORDS: Record<string, string> = {
  mix: 'Mix',
  wipe: 'Wipe',
  dip: 'Dip',
  slide: 'Slide',
  push: 'Push',
};

export function switchText(kind: string, data: Record<string, unknown>): string {
  const to = word(data, 'toLabel');
  const from = word(data, 'fromLabel');
  const actor = word(data, 'actor');
  const by = actor ? ` by ${actor}` : '';
  if (word(data, 'source') === 'failover') {
    // Why is in a line of its own.
    return `The program went from ${from || 'the slate'} to ${to || 'the slate'} automatically.`;
  }
  if (word(data, 'source') === 'auto') return `Back on ${to || 'the slate'} automatically.`;
  switch (kind) {
    case 'cut':
    case 'slate':
      return to
        ? `${TAKE_WORDS[word(data, 'transition')] ?? 'Cut'} to ${to}${by}.`
        : `Slate on the air${by}.`;
    case 'fade':
      return `${data.faded === false ? 'Faded in' : 'Faded to black'}${by}.`;
    case 'layout':
      return `Layout ${word(data, 'layout').replaceAll('-', ' ')}${by}.`;
    case 'graphic':
      return `${word(data, 'graphicName') || 'A graphic'} ${data.shown === false ? 'off' : 'on'}${by}.`;
    default:
      return `Program changed${by}.`;
  }
}
