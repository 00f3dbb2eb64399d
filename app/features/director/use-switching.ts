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

/**
 * The switcher's commands, one after the other: each carries the program seq that this screen has seen, its own answers
 * included, so that a second press is not stale by the first. Tallies come from the server's state alone.
 */
export function useSwitching(): Switching {
  const { state, commands } = useCrew();
  const say = useToast();
  const [pending, setPending] = useState<Pending>(null);
  const answered = useRef(0);
  const queue = useRef<Promise<void>>(Promise.resolve());
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
  const cut = (cameraId: string | null) =>
    send(
      { kind: 'cut', cameraId },
      guarded((seq) => commands.cut(cameraId, seq)),
    );
  const cutToPreview = () => {
    if (program.preview === null) return say('Nothing is on preview. Press a camera’s number first.');
    const { onAir, preview } = program;
    cut(preview);
    // As on every switcher the two change places, so that Space again goes back.
    if (onAir !== null && onAir !== preview)
      send({ kind: 'preview', cameraId: onAir }, () => commands.setPreview(onAir));
  };
  return {
    pending,
    cut,
    cutToPreview,
    preview: (cameraId) => send({ kind: 'preview', cameraId }, () => commands.setPreview(cameraId)),
    toggleFade: () =>
      send(
        { kind: 'fade' },
        guarded((seq) => commands.setFaded(!program.faded, seq)),
      ),
  };
}
