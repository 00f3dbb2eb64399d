import { useCallback, useRef, useState } from 'react';
import { useToast } from '../../ui/toast';
import { useCrew } from '../crew/crew-context';
import { type ProgramChange, sentenceOf } from '../crew/commands';

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
    (what: Exclude<Pending, null>, seenSeq: number, command: (seq: number) => Promise<{ seq: number }>) => {
      setPending(what);
      queue.current = queue.current.then(async () => {
        try {
          const { seq } = await command(Math.max(seenSeq, answered.current));
          answered.current = seq;
        } catch (error) {
          say(sentenceOf(error));
        } finally {
          setPending((now) => (now === what ? null : now));
        }
      });
    },
    [say],
  );
  const change = (what: Exclude<Pending, null>, to: ProgramChange) =>
    send(what, program.seq, (seq) => commands.changeProgram(to, seq));
  const cut = (cameraId: string | null) =>
    send({ kind: 'cut', cameraId }, program.seq, (seq) => commands.cut(cameraId, seq));
  return {
    pending,
    cut,
    cutToPreview: () =>
      program.preview === null
        ? say('Nothing is on preview. Press a camera’s number first.')
        : cut(program.preview),
    preview: (cameraId) => change({ kind: 'preview', cameraId }, { preview: cameraId }),
    toggleFade: () => change({ kind: 'fade' }, { faded: !program.faded }),
  };
}
