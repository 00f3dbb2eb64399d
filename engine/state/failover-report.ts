import type { Failover } from '../../core/ladder';
import type { ReFlow } from '../mixer/scene-driver';
import type { ProgramDesired } from '../types';
import type { FailoverReport } from './engine-store';

/** The engine's own decisions as the log has them, with a sentence for the director. */

type Known = Pick<ProgramDesired, 'program' | 'cameras'>;

export function reportOfFailover(failover: Failover, desired: Known): FailoverReport {
  const { from, to } = failover;
  const { seq: seenSeq, scene } = desired.program;
  return {
    from,
    to,
    scene: { layout: 'single', cells: [to], options: scene?.options ?? {} },
    by: 'ladder',
    seenSeq,
    text: failoverSentence(failover, (id) => labelOf(id, desired)),
  };
}

export function reportOfReFlow({ lost, from, to }: ReFlow, desired: Known): FailoverReport {
  const names = lost.map((id) => labelOf(id, desired)).join(' and ');
  const rest = to.cells.map((id) => labelOf(id, desired)).join(', ');
  return {
    from: from.cells[0] ?? null,
    to: to.cells[0] ?? null,
    scene: to,
    by: 'cells',
    seenSeq: desired.program.seq,
    text: `No picture from ${names}: the program shows ${rest}. Choose the layout again to bring it back.`,
  };
}

function labelOf(id: string | null, { cameras }: Known): string {
  if (id === null) return 'the slate';
  return cameras.find((camera) => camera.id === id)?.label ?? 'another camera';
}

function failoverSentence({ from, to, reason }: Failover, label: (id: string | null) => string): string {
  const why = {
    late: `${label(from)} sends no picture`,
    removed: `${label(from)} was removed`,
    'picture-off': `${label(from)} has its picture switched off`,
    'no-picture': 'The camera that was cut to sends no picture',
    still: `The picture of ${label(from)} stands still`,
    black: `The picture of ${label(from)} is black`,
    rescue: `${label(to)} has a picture again`,
    return: `${label(to)} is back`,
  }[reason];
  return `${why}: the program went to ${label(to)}.`;
}
