import type {
  CrewState,
  OperatorState,
  ProgramSlice,
  PublicScore,
  PublicState,
} from '../../../contract/messages';
import type {
  CameraConnection,
  CameraState,
  EngineStatus,
  EventStatus,
  OutputState,
} from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { type Claims, withClaims } from '../../../db/claims';
import { readState } from '../../../db/queries/state';
import { readEngine } from '../../../db/queries/telemetry';
import type { Services } from '../../services';
import { noSuchEvent } from '../access';
import { readPlayers } from '../destinations/destination-answer';
import { platformViewers, sumOf, totalViewers } from '../viewer-count';
import { crewSlices, fillCrewState, operatorOf, publicScore, publicWith } from './project';

/** The state of an event for its crew, with its seq. @throws AppError not_found for anyone else */
export async function crewState(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  eventId: string,
): Promise<{ seq: number; state: CrewState }> {
  const row = await withClaims(services.sql, actor, (tx) => readState(tx, { id: eventId }, null));
  if (!row || (actor.kind !== 'member' && actor.kind !== 'crew')) throw noSuchEvent();
  return { seq: row.seq, state: fillCrewState(crewSlices(row)) };
}

/**
 * The public state of an event. @throws AppError not_found for a draft: row level security hides it from
 * viewers
 */
export async function publicState(
  services: Pick<Services, 'sql'>,
  eventId: string,
): Promise<{ seq: number; state: PublicState }> {
  const row = await withClaims(services.sql, { kind: 'viewer' }, (tx) =>
    readState(tx, { id: eventId }, null),
  );
  if (!row) throw noSuchEvent();
  // Read after the row: players newer than its seq are sent again later; older ones would never be
  // corrected.
  const players = await readPlayers(services, eventId);
  const { event, score = null } = crewSlices(row);
  return { seq: row.seq, state: publicWith(event, players, score) };
}

/** The state for a camera's phone: itself and its tally. Its claims hide other cameras. */
export async function operatorState(
  services: Pick<Services, 'sql'>,
  camera: Extract<Claims, { kind: 'camera' }>,
): Promise<{ seq: number; state: OperatorState }> {
  const row = await withClaims(services.sql, camera, (tx) => readState(tx, { id: camera.eventId }, null));
  if (!row) throw new AppError('not_found', 'This event is gone. Scan its QR code again.');
  const { event, program, cameras = [] } = crewSlices(row);
  return { seq: row.seq, state: operatorOf({ event, program, cameras }, camera.cameraId) };
}

/** The "state" of the control API (design §9): other programs rely on these names. */
export interface ApiState {
  seq: number;
  status: EventStatus;
  program: Pick<ProgramSlice, 'seq' | 'onAir' | 'preview' | 'layout' | 'cells' | 'options' | 'faded'>;
  cameras: {
    id: string;
    label: string;
    state: CameraState;
    connection: CameraConnection;
    muted: boolean;
    pictureOff: boolean;
    mayStandStill: boolean;
    number: number;
  }[];
  destinations: {
    id: string;
    plugin: string;
    label: string;
    status: OutputState;
    since: string;
    verdict: string | null;
    keyHint: string;
    enabled: boolean;
  }[];
  score: PublicScore | null;
  viewers: { total: number };
  engine: { status: EngineStatus; fps: number };
}

/** For the control API, by the actor's own rights. @throws AppError not_found for anyone outside the crew */
export async function apiState(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<ApiState> {
  return withClaims(services.sql, actor, async (tx) => {
    const row = await readState(tx, { slug }, null);
    if (!row || (actor.kind !== 'member' && actor.kind !== 'crew')) throw noSuchEvent();
    const { program, cameras, destinations, event, score } = fillCrewState(crewSlices(row));
    const engines = await readEngine(tx, [row.id]);
    const engine = engines.get(row.id);
    const totals = await totalViewers(tx, [row.id]);
    return {
      seq: row.seq,
      status: event.status,
      program: {
        seq: program.seq,
        onAir: program.onAir,
        preview: program.preview,
        layout: program.layout,
        cells: program.cells,
        options: program.options,
        faded: program.faded,
      },
      cameras: cameras.map(({ id, number, label, state, connection, muted, pictureOff, mayStandStill }) => ({
        id,
        number,
        label,
        state,
        connection,
        muted,
        pictureOff,
        mayStandStill,
      })),
      destinations: destinations.map(({ id, plugin, label, enabled, status, since, verdict, keyHint }) => ({
        id,
        plugin,
        label,
        enabled,
        status,
        since,
        verdict,
        keyHint,
      })),
      score: publicScore(score),
      viewers: { total: (totals.get(row.id) ?? 0) + sumOf(platformViewers(destinations, Date.now())) },
      engine: { status: engine?.status ?? 'off', fps: engine?.fps ?? 0 },
    };
  });
}
