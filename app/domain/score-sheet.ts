import type { ScoreBoard, ScoreChanged, ScoreEntry, ScoreEvent } from '../../contract/score';
import { AppError } from '../../core/errors';
import { clockAt, MAX_POINTS, pointsAfter } from '../../core/score';
import { foldScore } from '../../core/scoring/fold';
import { SPORT_RULES } from '../../core/scoring/sports';
import type { Claims } from '../../db/claims';
import type { EventTx } from '../../db/commit';
import type { Tx } from '../../db/connect';
import type { EventRow } from '../../db/queries/events';
import { insertScoreEvent, listScoreEvents } from '../../db/queries/score-events';
import { findScore, readScore, type ScoreRow, writeDerived } from '../../db/queries/scores';
import { ScoreSlice } from '../../db/queries/state';
import { raiseSeq } from '../../db/queries/switching';
import type { Services } from '../services';
import { actorName, lockedEventIn, mustScore, noSuchEvent } from './access';
import { commitCommand } from './change';

export type ScoreServices = Pick<Services, 'commandSql' | 'doorbell'>;

/** More than any match has, so that nobody fills the disk with it. */
const MAX_EVENTS = 5_000;
/** A press that was kept on a phone for longer counts as pressed now. */
const KEPT_MS = 6 * 3_600_000;

export interface NewEntry extends ScoreEntry {
  requestId: string | undefined;
  /** By the server's clock, as far as whoever pressed knows it; now by default. */
  pressedAt?: Date | undefined;
}

/** The list of one event within a transaction that holds its lock, and what follows from it. */
export class ScoreSheet {
  board: ScoreBoard;
  #seq: number | null = null;
  #added = 0;

  private constructor(
    readonly tx: EventTx,
    readonly event: EventRow,
    readonly row: ScoreRow,
    readonly events: ScoreEvent[],
    private readonly actor: Claims,
  ) {
    this.board = foldScore(row.sport, events).board;
  }

  /** @throws AppError conflict before the sides are named */
  static async open(tx: EventTx, event: EventRow, actor: Claims): Promise<ScoreSheet> {
    const row = await findScore(tx, event.id);
    if (!row) throw new AppError('conflict', 'This event has no score yet. Name the two sides first.');
    return new ScoreSheet(tx, event, row, await listScoreEvents(tx, event.id), actor);
  }

  byRequest(requestId: string | undefined): ScoreEvent | undefined {
    return requestId === undefined ? undefined : this.events.find((event) => event.requestId === requestId);
  }

  /**
   * Adds one event; a repeated request has to be looked for before.
   *
   * @throws AppError conflict for what cannot be, before anything was written
   */
  async add(entry: NewEntry): Promise<ScoreEvent> {
    if (this.events.length >= MAX_EVENTS) {
      throw new AppError('conflict', `A score has at most ${MAX_EVENTS} events.`);
    }
    this.#mustFit(entry);
    const seq = (this.#seq ??= await raiseScoreSeq(this.tx, this.event.id));
    this.#added += 1;
    const { requestId = null, pressedAt, ...what } = entry;
    const nowMs = this.row.now.getTime();
    const pressedMs = pressedAt?.getTime() ?? nowMs;
    const pressed = new Date(pressedMs > nowMs || pressedMs < nowMs - KEPT_MS ? nowMs : pressedMs);
    const told = { ...what, pressedAt: pressed.toISOString(), requestId, seq, actor: actorName(this.actor) };
    const draft = { ...told, id: 'new', at: '', undone: false, clockMs: 0, home: 0, away: 0 };
    const { board } = foldScore(this.row.sport, [...this.events, draft]);
    const { home, away } = board;
    const clockMs = clockAt(board.clock, pressed.getTime());
    const stored = { ...told, pressedAt: pressed, number: this.#added, clockMs, home, away };
    const { id, at } = await insertScoreEvent(this.tx, this.event.id, stored);
    const undoneEvent = this.events.find((event) => event.id === what.undoes);
    if (undoneEvent) undoneEvent.undone = true;
    const added = { ...draft, id, at: at.toISOString(), clockMs, home, away };
    this.events.push(added);
    this.board = board;
    return added;
  }

  /** Stores what follows from the list, and says how it stands now. */
  async settle(): Promise<ScoreChanged> {
    if (this.#seq !== null) await writeBoard(this.tx, this.event.id, this.board);
    return scoreNow(this.tx, this.event.id);
  }

  #mustFit({ kind, side, value, undoes }: NewEntry): void {
    if (kind === 'goal' && this.board.over) {
      throw new AppError('conflict', 'The match is decided. Take the last point back if it was not.');
    }
    if (kind === 'goal' && SPORT_RULES[this.row.sport].sets && value !== 1) {
      throw new AppError('conflict', 'In this sport a point counts one.');
    }
    if (kind === 'correction' || kind === 'goal') this.#mustStayInRange(side, value);
    if (kind === 'undo') this.#mustBeThere(undoes);
  }

  #mustStayInRange(side: ScoreEntry['side'], value: number | null): void {
    const before = this.board[side ?? 'home'];
    // In a set of tennis points are no headline: less than none is not counted there.
    if (this.board.game !== null || pointsAfter(before, value ?? 0) !== null) return;
    throw new AppError(
      'conflict',
      (value ?? 0) < 0
        ? 'This side has no point that could be taken off.'
        : `No side can have more than ${MAX_POINTS}.`,
    );
  }

  #mustBeThere(id: string | null): void {
    const event = this.events.find((one) => one.id === id);
    if (!event) throw new AppError('not_found', 'There is no such event of the score.');
    if (event.kind === 'undo') {
      throw new AppError('conflict', 'What was taken back is not brought back. Press it again instead.');
    }
    if (event.undone) throw new AppError('conflict', 'This was taken back already.');
  }
}

async function writeBoard(tx: Tx, eventId: string, board: ScoreBoard): Promise<void> {
  const { home, away, period, clock } = board;
  await writeDerived(tx, eventId, {
    homePoints: home,
    awayPoints: away,
    period,
    clockMs: clock.ms,
    clockStartedAt: clock.startedAt === null ? null : new Date(clock.startedAt),
    clockDownMs: clock.downFromMs ?? null,
  });
}

/** Counts the list by the rules of another sport. */
export async function recount(tx: Tx, eventId: string, sport: ScoreRow['sport']): Promise<void> {
  await writeBoard(tx, eventId, foldScore(sport, await listScoreEvents(tx, eventId)).board);
}

/** @throws AppError not_found */
export async function raiseScoreSeq(tx: EventTx, eventId: string): Promise<number> {
  const seq = await raiseSeq(tx, eventId, ['score']);
  if (seq === null) throw noSuchEvent();
  return seq;
}

/** The score as the crew sees it, with its seq. @throws AppError not_found */
export async function scoreNow(tx: Tx, eventId: string): Promise<ScoreChanged> {
  const row = await readScore(tx, eventId);
  if (!row) throw noSuchEvent();
  return { seq: row.seq, score: ScoreSlice.parse(row.score)[0] ?? null };
}

/**
 * One change of the score under the event's row lock: what follows from its list is stored in the same
 * transaction.
 *
 * @throws AppError not_found, forbidden, conflict before the sides are named, and what `work` throws
 */
export async function changeSheet<T>(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  work: (sheet: ScoreSheet) => Promise<T>,
): Promise<{ changed: ScoreChanged; value: T; sheet: ScoreSheet }> {
  return commitCommand(services, actor, slug, async (tx) => {
    mustScore(actor);
    const sheet = await ScoreSheet.open(tx, await lockedEventIn(tx, slug), actor);
    const value = await work(sheet);
    return { changed: await sheet.settle(), value, sheet };
  });
}
