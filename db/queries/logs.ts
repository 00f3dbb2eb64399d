import type { JSONValue } from 'postgres';
import type {
  Layout,
  LogKind,
  Severity,
  SwitchKind,
  SwitchSource,
  Transition,
} from '../../contract/vocabulary';
import type { GraphicKind } from '../../contract/graphics';
import type { Tx } from '../connect';

export interface LogLine {
  kind: LogKind;
  text: string;
  severity?: Severity;
  data?: JSONValue;
}

/** One sentence into the event's log, never a secret: crew and support read it. */
export async function writeLog(tx: Tx, eventId: string, line: LogLine): Promise<void> {
  await tx`
    insert into event_log (event_id, kind, severity, text, data)
    values (${eventId}, ${line.kind}, ${line.severity ?? 'info'}, ${line.text.slice(0, 500)}, ${tx.json(line.data ?? {})})`;
}

export interface LogPage {
  before: number | null;
  limit: number;
}

export interface EventLogRow {
  id: number;
  at: Date;
  kind: string;
  severity: Severity;
  text: string;
  data: Record<string, unknown>;
}

/** Newest first; with `before`, older ones. */
export async function readEventLog(tx: Tx, eventId: string, page: LogPage): Promise<EventLogRow[]> {
  return tx<EventLogRow[]>`
    select id, at, kind, severity, text, data from event_log
    where event_id = ${eventId} and ${page.before === null ? tx`true` : tx`id < ${page.before}`}
    order by id desc limit ${page.limit}`;
}

export interface SwitchRow {
  id: number;
  seq: number;
  at: Date;
  kind: SwitchKind;
  from: string | null;
  to: string | null;
  transition: Transition;
  /** Of a transition that takes time. */
  frames: number | null;
  /** What is in the picture from here on; null where this is as before. */
  scene: { layout: Layout; cells: (string | null)[] } | null;
  /** Of a move in or out. */
  graphic: { id: string; kind: GraphicKind; name: string; onAir: boolean } | null;
  source: SwitchSource;
  actor: string;
  requestId: string | null;
}

export async function readSwitches(tx: Tx, eventId: string, page: LogPage): Promise<SwitchRow[]> {
  return tx<SwitchRow[]>`
    select id, seq, at, kind, from_camera as "from", to_camera as "to", transition, source, actor,
      coalesce(data->'timed'->>'frames', data->>'moves')::int as frames,
      case when kind in ('cut', 'slate') then jsonb_build_object('layout', 'single', 'cells', jsonb_build_array(to_camera))
           when kind = 'layout' and data ? 'cells' then jsonb_build_object('layout', data->'layout', 'cells', data->'cells')
      end as scene,
      case when kind = 'graphic' then jsonb_build_object('id', data->'graphic', 'kind', data->'graphicKind',
        'name', data->'graphicName', 'onAir', data->'shown') end as graphic,
      request_id as "requestId"
    from switch_logs
    where event_id = ${eventId} and ${page.before === null ? tx`true` : tx`id < ${page.before}`}
    order by id desc limit ${page.limit}`;
}
