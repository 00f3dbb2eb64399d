import { useCallback, useRef, useState } from 'react';
import { useToast } from '../../ui/toast';
import { useCrew } from '../crew/crew-context';
import { sentenceOf } from '../crew/commands';

/** What was pressed and is not confirmed yet: a camera's id, or the slate. */
export type Pending = { kind: 'cut' | 'preview'; cameraId: string | null } | { kind: 'fade' } | null;

export interface Switching {
  pending: Pending;
  cut: (cameraId: string | null) => void;
  /** Cut to what is on preview; says so when there is nothing. */
  cutToPreview: () => void;
  preview: (cameraId: string | null) => void;
  toggleFade: () => void;
}

/** What was asked for here last. It is told back over the socket, a little after its own answer. */
interface Asked {
  cameraId: string | null;
  untilMs: number;
}
const TOLD_BACK_MS = 500;

/**
 * What there will be when all that was pressed has come about: a number and Space may be pressed within one
 * round trip.
 */
const soon = (asked: Asked | null, confirmed: string | null): string | null =>
  asked && performance.now() < asked.untilMs ? asked.cameraId : confirmed;

/**
 * The switcher's commands, one after the other: each carries the program seq that this screen has seen, its
 * own answers included, so that a second press is not stale by the first. Tallies come from the server's
 * state alone.
 */
export function useSwitching(): Switching {
  const { state, commands } = useCrew();
  const say = useToast();
  const [pending, setPending] = useState<Pending>(null);
  const answered = useRef(0);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const askedNext = useRef<Asked | null>(null);
  const askedOnAir = useRef<Asked | null>(null);
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
  /** For changes of the program itself; choosing what comes next disturbs nobody and needs no seq. */
  const guarded = (command: (seenSeq: number) => Promise<{ seq: number }>) => async () => {
    const { seq } = await command(Math.max(program.seq, answered.current));
    answered.current = seq;
  };
  /** Keeps in mind what is asked for until the server has told it back, or refused it. */
  const asking = (last: { current: Asked | null }, cameraId: string | null, command: () => Promise<void>) => {
    const asked: Asked = { cameraId, untilMs: Infinity };
    last.current = asked;
    return () =>
      command().then(
        () => void (asked.untilMs = performance.now() + TOLD_BACK_MS),
        (error: unknown) => {
          asked.untilMs = 0;
          throw error;
        },
      );
  };
  const cut = (cameraId: string | null) =>
    send(
      { kind: 'cut', cameraId },
      asking(
        askedOnAir,
        cameraId,
        guarded((seq) => commands.cut(cameraId, seq)),
      ),
    );
  const preview = (cameraId: string | null) =>
    send(
      { kind: 'preview', cameraId },
      asking(askedNext, cameraId, () => commands.setPreview(cameraId)),
    );
  const cutToPreview = () => {
    const next = soon(askedNext.current, program.preview);
    const onAir = soon(askedOnAir.current, program.onAir);
    if (next === null) return say('Nothing is on preview. Press a camera’s number first.');
    cut(next);
    // As on every switcher the two change places, so that Space again goes back.
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
