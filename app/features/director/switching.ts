import { useCallback, useRef, useState } from 'react';
import { useToast } from '../../ui/toast';
import { useStored } from '../../ui/use-stored';
import { type SceneChange, sentenceOf } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import type { SentTransition } from './transition-choice';

/** What was pressed and is not confirmed yet. `cameraId` null is the slate. */
type Pending =
  { kind: 'cut' | 'preview'; cameraId: string | null } | { kind: 'fade' } | { kind: 'scene' } | null;

export interface Switching {
  pending: Pending;
  cut: (cameraId: string | null) => void;
  /** CUT, or AUTO with a transition: takes the preview; a toast says when there is none. */
  takePreview: (transition?: SentTransition) => void;
  preview: (cameraId: string | null) => void;
  toggleFade: () => void;
  /** Layout, cells and options of the program. */
  setScene: (scene: SceneChange) => void;
}

/**
 * The last request from this screen. The state that confirms it arrives over the socket, shortly after the
 * answer.
 */
interface Requested {
  cameraId: string | null;
  untilMs: number;
}
type Asked = [last: { current: Requested | null }, cameraId: string | null];
/** How long after its answer a request still counts as newer than the state. */
const UPDATE_LAG_MS = 500;

/** The camera once all requests are carried out: a number and Space may be pressed within one round trip. */
const expected = (request: Requested | null, confirmed: string | null): string | null =>
  request && performance.now() < request.untilMs ? request.cameraId : confirmed;

/**
 * Sends the commands one after the other. Each carries the newest program seq that this screen has seen, its
 * own answers included, so that a second press is not stale because of the first. Tallies follow the server’s
 * state alone.
 */
export function useSwitching(): Switching {
  const { state, commands } = useCrew();
  const say = useToast();
  const [pending, setPending] = useState<Pending>(null);
  const answered = useRef(0);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const requestedPreview = useRef<Requested | null>(null);
  const requestedOnAir = useRef<Requested | null>(null);
  const { program } = state;

  const send = useCallback(
    (what: Exclude<Pending, null>, command: () => Promise<void>) => {
      setPending(what);
      queue.current = queue.current.then(async () => {
        try {
          await command();
        } catch (error) {
          say(sentenceOf(error));
        } finally {
          setPending((now) => (now === what ? null : now));
        }
      });
    },
    [say],
  );
  /** For changes of the program itself; a preview disturbs nobody and needs no seq. */
  const guarded = (command: (seenSeq: number) => Promise<{ seq: number }>) => async () => {
    const { seq } = await command(Math.max(program.seq, answered.current));
    answered.current = seq;
  };
  /** Remembers what a request asks for until the state confirms it, or the server refuses it. */
  const requesting = (asked: Asked[], command: () => Promise<void>) => {
    const requests = asked.map(([last, cameraId]) => {
      const request: Requested = { cameraId, untilMs: Infinity };
      last.current = request;
      return request;
    });
    const until = (untilMs: number) => requests.forEach((request) => (request.untilMs = untilMs));
    return () =>
      command().then(
        () => until(performance.now() + UPDATE_LAG_MS),
        (error: unknown) => {
          until(0);
          throw error;
        },
      );
  };
  const cut = (cameraId: string | null, transition?: SentTransition) => {
    const next = expected(requestedPreview.current, program.preview);
    const onAir = expected(requestedOnAir.current, program.onAir);
    const asked: Asked[] = [[requestedOnAir, cameraId]];
    // The server swaps preview and program, as every switcher does: Space again goes back.
    if (cameraId !== null && cameraId === next)
      asked.push([requestedPreview, onAir === cameraId ? null : onAir]);
    const command = guarded((seq) => commands.cut(cameraId, seq, transition));
    send({ kind: 'cut', cameraId }, requesting(asked, command));
  };
  const preview = (cameraId: string | null) =>
    send(
      { kind: 'preview', cameraId },
      requesting([[requestedPreview, cameraId]], () => commands.setPreview(cameraId)),
    );
  const takePreview = (transition?: SentTransition) => {
    const next = expected(requestedPreview.current, program.preview);
    if (next === null) return say('Nothing is on preview. Press a camera’s number first.');
    cut(next, transition);
  };
  return {
    pending,
    cut: (cameraId) => cut(cameraId),
    takePreview,
    preview,
    toggleFade: () =>
      send(
        { kind: 'fade' },
        guarded((seq) => commands.setFaded(!program.faded, seq)),
      ),
    setScene: (scene) =>
      send(
        { kind: 'scene' },
        guarded((seq) => commands.setScene(scene, seq)),
      ),
  };
}

/**
 * What a click on a tile does: cut at once (for beginners), or set the preview (for people used to a
 * switcher).
 */
export type ClickMode = 'cut' | 'preview';

const CLICK_MODE_KEY = 'touchline.click';

export function useClickMode(): [ClickMode, (mode: ClickMode) => void] {
  const { values, keep } = useStored([CLICK_MODE_KEY]);
  return [values[0] === 'preview' ? 'preview' : 'cut', (mode) => keep(CLICK_MODE_KEY, mode)];
}
