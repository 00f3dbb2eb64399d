import { useCallback, useRef, useState, useSyncExternalStore } from 'react';
import { readStored, store } from '../../ui/stored';
import { useToast } from '../../ui/toast';
import { sentenceOf } from '../crew/commands';
import { useCrew } from '../crew/crew-context';

/** What was pressed and is not confirmed yet. `cameraId` null is the slate. */
type Pending = { kind: 'cut' | 'preview'; cameraId: string | null } | { kind: 'fade' } | null;

export interface Switching {
  pending: Pending;
  cut: (cameraId: string | null) => void;
  /** Cuts to the preview; a toast says when there is none. */
  cutToPreview: () => void;
  preview: (cameraId: string | null) => void;
  toggleFade: () => void;
}

/**
 * The last request from this screen. The state that confirms it arrives over the socket, shortly after the
 * answer.
 */
interface Requested {
  cameraId: string | null;
  untilMs: number;
}
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
  /** Remembers a request until the state confirms it, or the server refuses it. */
  const requesting = (
    last: { current: Requested | null },
    cameraId: string | null,
    command: () => Promise<void>,
  ) => {
    const request: Requested = { cameraId, untilMs: Infinity };
    last.current = request;
    return () =>
      command().then(
        () => void (request.untilMs = performance.now() + UPDATE_LAG_MS),
        (error: unknown) => {
          request.untilMs = 0;
          throw error;
        },
      );
  };
  const cut = (cameraId: string | null) =>
    send(
      { kind: 'cut', cameraId },
      requesting(
        requestedOnAir,
        cameraId,
        guarded((seq) => commands.cut(cameraId, seq)),
      ),
    );
  const preview = (cameraId: string | null) =>
    send(
      { kind: 'preview', cameraId },
      requesting(requestedPreview, cameraId, () => commands.setPreview(cameraId)),
    );
  const cutToPreview = () => {
    const next = expected(requestedPreview.current, program.preview);
    const onAir = expected(requestedOnAir.current, program.onAir);
    if (next === null) return say('Nothing is on preview. Press a camera’s number first.');
    cut(next);
    // Preview and program swap, as on every switcher: Space again goes back.
    if (onAir !== null && onAir !== next) preview(onAir);
  };
  return {
    pending,
    cut,
    cutToPreview,
    preview,
    toggleFade: () =>
      send(
        { kind: 'fade' },
        guarded((seq) => commands.setFaded(!program.faded, seq)),
      ),
  };
}

/**
 * What a click on a tile does: cut at once (for beginners), or set the preview (for people used to a
 * switcher).
 */
export type ClickMode = 'cut' | 'preview';

const CLICK_MODE_KEY = 'touchline.click';
const listeners = new Set<() => void>();
let chosenMode: ClickMode | null = null;

function readClickMode(): ClickMode {
  if (chosenMode) return chosenMode;
  return readStored(CLICK_MODE_KEY) === 'preview' ? 'preview' : 'cut';
}

function chooseClickMode(mode: ClickMode): void {
  chosenMode = mode;
  store(CLICK_MODE_KEY, mode);
  for (const listener of listeners) listener();
}

function onClickMode(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useClickMode(): [ClickMode, (mode: ClickMode) => void] {
  return [useSyncExternalStore(onClickMode, readClickMode, () => 'cut' as const), chooseClickMode];
}
