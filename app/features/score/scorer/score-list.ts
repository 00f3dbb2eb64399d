import type { ScoreBoard, ScoreEvent, ScoreEventsAnswer } from '../../../../contract/score';
import { type CountedEvent, foldScore } from '../../../../core/scoring/fold';
import type { KeptPress, PressBody } from './press-queue';

/** The list of events as this phone knows it. */
export interface ScoreList {
  sport: ScoreEventsAnswer['sport'];
  events: readonly ScoreEvent[];
  /** Up to this seq nothing is missing. */
  completeTo: number;
}

export function listOf({ sport, events, seq }: ScoreEventsAnswer): ScoreList {
  return { sport, events, completeTo: seq };
}

/** With the events of an answer to this phone's own presses: others may have come before them. */
export function withPressed(list: ScoreList, { sport, events }: ScoreEventsAnswer): ScoreList {
  return { ...list, sport, events: merged(list.events, events) };
}

/** With what came since. Null where the list began anew meanwhile, and has to be read as a whole. */
export function withSince(list: ScoreList, answer: ScoreEventsAnswer): ScoreList | null {
  const events = merged(list.events, answer.events);
  if (events.length !== answer.count) return null;
  return { sport: answer.sport, events, completeTo: Math.max(list.completeTo, answer.seq) };
}

/** A whole list, and what this phone has heard of that is newer than it. */
export function withNewer(list: ScoreList, { events }: ScoreList): ScoreList {
  return {
    ...list,
    events: merged(
      list.events,
      events.filter(({ seq }) => seq > list.completeTo),
    ),
  };
}

/** In the order of the server: by seq, and within a batch as they came. */
function merged(before: readonly ScoreEvent[], news: readonly ScoreEvent[]): ScoreEvent[] {
  const all = new Map(before.map((event) => [event.id, event]));
  for (const event of news) all.set(event.id, event);
  const undone = new Set([...all.values()].map(({ undoes }) => undoes));
  return [...all.values()]
    .map((event) => (undone.has(event.id) && !event.undone ? { ...event, undone: true } : event))
    .sort((a, b) => a.seq - b.seq);
}

/** What a scorer may take back, newest first: counted, or still on its way. */
export interface ShownEvent extends CountedEvent {
  /** Null while it is on its way. */
  actor: string | null;
  requestId: string | null;
}

/** How it stands with everything that was pressed on this phone, whether the server has it or not. */
export function shownScore(
  { sport, events }: ScoreList,
  kept: readonly KeptPress[],
): { board: ScoreBoard; shown: ShownEvent[] } {
  const counted = new Set(events.map(({ requestId }) => requestId));
  const pending = kept.filter(({ body }) => !counted.has(body.requestId)).map(({ body }) => body);
  const ids = new Map([
    ...events.map(({ requestId, id }) => [requestId, id] as const),
    ...pending.map(({ requestId }) => [requestId, requestId] as const),
  ]);
  const all: ShownEvent[] = [
    ...events,
    ...pending.map((body) => ({ ...entryOf(body, ids), id: body.requestId, actor: null })),
  ];
  const { board, readings } = foldScore(sport, all);
  return { board, shown: readings.map(({ event }) => event).reverse() };
}

function entryOf(body: PressBody, ids: ReadonlyMap<string | null, string>): Omit<ShownEvent, 'id' | 'actor'> {
  return {
    kind: body.kind,
    side: 'side' in body ? body.side : null,
    value: body.kind === 'goal' ? (body.value ?? 1) : body.kind === 'correction' ? body.value : null,
    card: body.kind === 'card' ? body.card : null,
    period: body.kind === 'period' ? body.period : null,
    clock: 'clock' in body ? (body.clock ?? null) : null,
    player: playerOf('player' in body ? body.player : undefined),
    playerIn: playerOf('playerIn' in body ? body.playerIn : undefined),
    note: body.note ?? null,
    undoes:
      body.kind === 'undo' ? (body.undoes ?? ids.get(body.undoesRequest ?? null) ?? 'nothing known') : null,
    pressedAt: body.pressedAt ?? new Date(0).toISOString(),
    requestId: body.requestId,
  };
}

function playerOf(player: { number?: number | undefined; name?: string | undefined } | undefined) {
  return player ? { number: player.number ?? null, name: player.name ?? null } : null;
}
