import { flushSync } from 'react-dom';
import {
  type Dispatch,
  type SetStateAction,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { CrewScore, CrewState, ScoreChanged, Snapshot } from '../../../../contract/messages';
import type { ScoreBoard, ScoreEventsAnswer } from '../../../../contract/score';
import type { Sport } from '../../../../contract/sports';
import { api } from '../../../api/client';
import { hearServerMs, serverNow } from '../../../realtime/client/server-clock';
import {
  type Control,
  type Link,
  useRealtimeEventUpdates,
} from '../../../realtime/client/use-realtime-event-updates';
import { useToast } from '../../../ui/toast';
import { useCommand } from '../../crew/commands';
import { type KeptPress, type Press, PressQueue, type QueueListener } from './press-queue';
import {
  listOf,
  type ScoreList,
  type ShownEvent,
  shownScore,
  withNewer,
  withPressed,
  withSince,
} from './score-list';

export interface SideWish {
  name: string;
  short?: string;
}

export interface Scorer {
  event: CrewState['event'];
  /** Names, and the points that viewers see; null before the sides are named. */
  score: CrewScore | null;
  /** How it stands with what this phone has pressed, counted by the server or not yet. */
  board: ScoreBoard;
  /** What counts, newest first. */
  shown: ShownEvent[];
  /** Presses that the server has not counted yet. */
  pending: number;
  link: Link;
  control: Control;
  busy: ReadonlySet<string>;
  /** Never fails: what cannot be sent now is sent later. */
  press: (press: Press) => void;
  takeBack: (event: ShownEvent) => void;
  /** Forgets what the server does not take. */
  discard: () => void;
  /** Resolves with whether it worked; needs the server at once. */
  name: (home: SideWish, away: SideWish, sport: Sport) => Promise<boolean>;
}

/** A page of the server knows nothing of a phone's storage; the first render of the browser is the same. */
const NONE: readonly KeptPress[] = [];

export function useScorer(initial: Snapshot<'crew'>, first: ScoreEventsAnswer): Scorer {
  const { slug } = initial.state.event;
  const updates = useRealtimeEventUpdates({ audience: 'crew', slug, initial });
  const [answered, setAnswered] = useState<ScoreChanged | null>(null);
  const [list, setList] = useState(() => listOf(first));
  const { busy, run } = useCommand();
  const queue = useQueue(slug, (answer) => {
    // Shown as counted before it leaves the queue: otherwise a point would be gone for a moment.
    flushSync(() => {
      setList((before) => withPressed(before, answer));
      setAnswered(answer);
    });
  });
  const kept = useSyncExternalStore(queue.subscribe, queue.kept, () => NONE);
  const state = updates.state ?? initial.state;
  const score = answered && answered.seq > updates.seq ? answered.score : state.score;
  useFollowing(slug, list, setList, state.score, updates.link);
  useSending(queue, updates.link);
  const { board, shown } = useMemo(() => shownScore(list, kept), [list, kept]);
  return {
    event: state.event,
    score,
    board,
    shown,
    pending: kept.length,
    link: updates.link,
    control: updates.control,
    busy,
    press: (press) => queue.press(press),
    takeBack: (event) =>
      queue.press(
        event.actor === null && event.requestId !== null
          ? { kind: 'undo', undoesRequest: event.requestId }
          : { kind: 'undo', undoes: event.id },
      ),
    discard: queue.discard,
    name: (home, away, sport) =>
      run('name', async () =>
        setAnswered(await api('PUT /api/v1/events/:slug/score', { slug, body: { home, away, sport } })),
      ),
  };
}

/** One queue for as long as the page shows this event. */
function useQueue(slug: string, onAnswer: QueueListener['onAnswer']): PressQueue {
  const say = useToast();
  const queue = useMemo(() => queueOf(slug), [slug]);
  useEffect(() => queue.hear({ onAnswer, onRefused: (sentence) => say(sentence) }));
  return queue;
}

function queueOf(slug: string): PressQueue {
  return new PressQueue({
    storage: storageOf(),
    prefix: `touchline.score.${slug}.`,
    send: async (events) => {
      const sentMs = Date.now();
      const answer = await api('POST /api/v1/events/:slug/score/events', { slug, body: { events } });
      hearServerMs(answer.serverMs, sentMs);
      return answer;
    },
    now: serverNow,
    after: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  });
}

/** Null on the server, and where the browser refuses. */
function storageOf(): Storage | null {
  try {
    return typeof localStorage === 'undefined' ? null : localStorage;
  } catch {
    return null;
  }
}

/** Tries when the page begins, and at once when there is a connection again. */
function useSending(queue: PressQueue, link: Link): void {
  useEffect(() => {
    void queue.flush();
    const flush = () => void queue.flush();
    addEventListener('online', flush);
    return () => removeEventListener('online', flush);
  }, [queue, link]);
  useEffect(() => () => queue.close(), [queue]);
}

/**
 * Reads what others have pressed since, each time when the score has changed or the connection is back. The
 * answers tell the server's time, too, so that a press is timed by it.
 */
function useFollowing(
  slug: string,
  list: ScoreList,
  setList: Dispatch<SetStateAction<ScoreList>>,
  score: CrewScore | null,
  link: Link,
): void {
  const newest = useRef(list);
  useEffect(() => {
    newest.current = list;
  });
  const read = useCallback(
    async (signal: AbortSignal) => {
      const ask = async (query: { after?: string }) => {
        const sentMs = Date.now();
        const answer = await api('GET /api/v1/events/:slug/score/events', { slug, query, signal });
        hearServerMs(answer.serverMs, sentMs);
        return answer;
      };
      const since = await ask({ after: String(newest.current.completeTo) });
      if (withSince(newest.current, since)) {
        setList((before) => withSince(before, since) ?? before);
      } else {
        const all = await ask({});
        setList((before) => withNewer(listOf(all), before));
      }
    },
    [slug, setList],
  );
  useEffect(() => {
    const leaving = new AbortController();
    // Without an answer it is read with the next change, or when the connection is back.
    read(leaving.signal).catch(() => undefined);
    return () => leaving.abort();
  }, [read, score, link]);
}
