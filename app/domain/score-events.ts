import type { ScoreChanged, ScoreEvent, ScoreEventsAnswer, ScorePressed } from '../../contract/score';
import { AppError } from '../../core/errors';
import { consoleEntries, type ConsoleState } from '../../core/scoring/console';
import { EMPTY_ENTRY, foldScore } from '../../core/scoring/fold';
import { type Claims, withClaims } from '../../db/claims';
import { databaseTime } from '../../db/connect';
import { listScoreEvents } from '../../db/queries/score-events';
import { findScore } from '../../db/queries/scores';
import type { Services } from '../services';
import { eventIn } from './access';
import { undoOf } from './score';
import { changeSheet, type NewEntry, type ScoreServices, type ScoreSheet, scoreNow } from './score-sheet';

/** The list of events of the score. Who may read it is its crew; who may add to it keeps the score. */

/**
 * @param after leaves out what a client has: events up to this seq
 * @throws AppError not_found
 */
export async function scoreEvents(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
  after: number,
): Promise<ScoreEventsAnswer> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    const row = await findScore(tx, event.id);
    const events = await listScoreEvents(tx, event.id);
    return {
      ...(await scoreNow(tx, event.id)),
      sport: row?.sport ?? 'free',
      board: row && foldScore(row.sport, events).board,
      events: events.filter(({ seq }) => seq > after),
      count: events.length,
      serverMs: (row?.now ?? (await databaseTime(tx))).getTime(),
    };
  });
}

/** One event as a client sends it. An undo names what it takes back by its id or by its request. */
export type Press = Omit<NewEntry, 'requestId'> & { requestId: string; undoesRequest?: string | undefined };

/**
 * Adds events in their order, each once by its `requestId`, in one transaction. One that cannot be is refused
 * with its sentence and does not hold back those after it: a phone must get rid of what it has kept.
 */
export async function pressEvents(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  presses: readonly Press[],
): Promise<ScorePressed> {
  const { changed, value, sheet } = await changeSheet(services, actor, slug, async (open) => {
    const results: { press: Press; counted: Counted }[] = [];
    for (const press of presses) results.push({ press, counted: await pressOne(open, press) });
    return { results, now: await databaseTime(open.tx) };
  });
  const { results, now } = value;
  const ids = new Set(results.map(({ counted }) => counted.event?.id));
  return {
    ...changed,
    sport: sheet.row.sport,
    board: sheet.board,
    // What it took back is sent, too: it is no longer as the client has it.
    events: sheet.events.filter(({ id, undone }) => undone || ids.has(id)),
    count: sheet.events.length,
    serverMs: now.getTime(),
    results: results.map(({ press, counted }) => ({
      requestId: press.requestId,
      result: counted.result,
      id: counted.event?.id ?? null,
      message: counted.message,
    })),
  };
}

interface Counted {
  result: ScorePressed['results'][number]['result'];
  event: ScoreEvent | null;
  message: string | null;
}

async function pressOne(sheet: ScoreSheet, { undoesRequest, ...press }: Press): Promise<Counted> {
  const before = sheet.byRequest(press.requestId);
  if (before) return { result: 'repeated', event: before, message: null };
  try {
    const event = await sheet.add(press.kind === 'undo' ? undoPress(sheet, press, undoesRequest) : press);
    return { result: 'counted', event, message: null };
  } catch (error) {
    // These are thrown before anything is written, so that the transaction goes on.
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    return { result: 'refused', event: null, message: error.message };
  }
}

const REFUSALS: readonly string[] = ['conflict', 'not_found'];

function undoPress(sheet: ScoreSheet, press: NewEntry, undoesRequest: string | undefined): NewEntry {
  const found =
    sheet.byRequest(undoesRequest) ?? sheet.events.find(({ id }) => id === press.undoes && id !== null);
  if (!found) throw new AppError('not_found', 'What should be taken back was never counted.');
  return { ...undoOf(found, press.requestId), pressedAt: press.pressedAt, note: press.note };
}

/**
 * Takes back any event of the list. One that was taken back already stays so.
 *
 * @throws AppError not_found, conflict for an undo
 */
export async function takeBackEvent(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  { id, requestId }: { id: string; requestId?: string | undefined },
): Promise<ScoreChanged> {
  const { changed } = await changeSheet(services, actor, slug, async (sheet) => {
    const event = sheet.events.find((one) => one.id === id);
    if (event?.undone || sheet.byRequest(requestId)) return;
    await sheet.add(undoOf(event ?? { id, side: null, value: null }, requestId));
  });
  return changed;
}

/**
 * What a hall's console shows becomes events by the difference. The same state again changes nothing.
 *
 * @throws AppError conflict before the sides are named, and for points of tennis
 */
export async function followConsole(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  state: ConsoleState,
): Promise<ScoreChanged & { added: number }> {
  const { changed, value } = await changeSheet(services, actor, slug, async (sheet) => {
    if (sheet.row.sport === 'tennis' && (state.home ?? state.away) !== undefined) {
      throw new AppError('conflict', 'Points of tennis are not read from a console; send period and clock.');
    }
    const entries = consoleEntries(sheet.board, state, sheet.row.now.getTime());
    for (const entry of entries) await sheet.add({ ...EMPTY_ENTRY, ...entry, requestId: undefined });
    return entries.length;
  });
  return { ...changed, added: value };
}
