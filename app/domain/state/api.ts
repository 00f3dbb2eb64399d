import type {
  CameraConnection,
  CameraState,
  EngineStatus,
  EventStatus,
  Layout,
  OutputState,
} from '../../../contract/vocabulary';
import { type Claims, withClaims } from '../../../db/claims';
import type { PublicScore } from '../../../contract/messages';
import type { Services } from '../../services';
import { noSuchEvent } from '../access/find';
import { platformViewers, sumOf } from '../presence/platforms';
import { totalViewers } from '../presence/total';
import { readEngine } from '../../../db/queries/telemetry';
import { publicScore } from './project';
import { readState } from '../../../db/queries/state';
import { crewSlices, crewState } from './slices';

/** The "state" of the control API (design §9): names here are relied on by other programs. */
export interface ApiState {
  seq: number;
  status: EventStatus;
  program: { seq: number; onAir: string | null; preview: string | null; layout: Layout; faded: boolean };
  cameras: {
    id: string;
    label: string;
    state: CameraState;
    connection: CameraConnection;
    muted: boolean;
    pictureOff: boolean;
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

/** State of an event for the control API, read by the actor's own rights. 404 for whoever may not see it. */
export async function apiState(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<ApiState> {
  return withClaims(services.sql, actor, async (tx) => {
    const row = await readState(tx, { slug }, null);
    if (!row || (actor.kind !== 'member' && actor.kind !== 'crew')) throw noSuchEvent();
    const { program, cameras, destinations, event, score } = crewState(crewSlices(row));
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
        faded: program.faded,
      },
      cameras: cameras.map(({ id, number, label, state, connection, muted, pictureOff }) => ({
        id,
        number,
        label,
        state,
        connection,
        muted,
        pictureOff,
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
