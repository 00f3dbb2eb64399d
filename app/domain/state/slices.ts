import { encodingOf, readEventSettings } from '../../../core/event-settings';
import { roomsOf } from '../../../core/rooms';
import { findDestination } from '../../../plugins';
import { hasBackup, ingestHost } from '../destinations/answer';
import { playerOf } from '../destinations/player';
import type {
  CameraSlice,
  CrewState,
  DestinationSlice,
  EventSlice,
  LogRow,
  OutputsSlice,
  ProgramSlice,
} from '../../../contract/messages';
import type { CameraRow, DestinationRow, LogLine, OutputRow, StateRow } from '../../../db/queries/state';
import { switchText } from './switch-text';

/** The slices of the crew's state that a read brought; those it did not ask for are absent. */
export function crewSlices(row: StateRow): Partial<CrewState> & Pick<CrewState, 'event' | 'program'> {
  return {
    event: eventSlice(row),
    program: programSlice(row),
    ...(row.cameras && { cameras: row.cameras.map(cameraSlice) }),
    ...(row.destinations && { destinations: row.destinations.map(destinationSlice) }),
    ...(row.outputs && { outputs: outputsSlice(row.outputs) }),
    ...(row.score && { score: row.score[0] ?? null }),
    ...(row.log && { log: row.log.map(logRow) }),
  };
}

/** Slices laid over a state; what is still unknown after a full read is empty. */
export function crewState(slices: Partial<CrewState> & Pick<CrewState, 'event' | 'program'>): CrewState {
  return { cameras: [], destinations: [], outputs: outputsSlice([]), score: null, log: [], ...slices };
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
    encoding: encodingOf(settings.encoding),
  };
}

function programSlice(row: StateRow): ProgramSlice {
  return {
    seq: row.program_seq,
    onAir: row.on_air,
    preview: row.preview,
    layout: row.layout,
    faded: row.faded,
    onAirSince: row.on_air_since,
  };
}

function cameraSlice({ device, ...row }: CameraRow): CameraSlice {
  return { ...row, device: deviceName(device) };
}

/** Phones describe themselves when they register; the crew sees one line of it. */
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

/** Lines of the switch log carry no text in the table: the words belong to the reader. */
function logRow(line: LogLine): LogRow {
  return line.text === '' ? { ...line, text: switchText(line.kind, line.data) } : line;
}
