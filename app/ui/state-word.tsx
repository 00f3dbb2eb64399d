import type { ReactNode } from 'react';
import { Shape, type SignState } from './shape';

interface Props {
  state: SignState;
  children: ReactNode;
  /** Filled stands out (a tally, a verdict); tint stands back. */
  filled?: 'full' | 'tint';
}

/** A state as a colour, a word and a shape, so that it reads without colour and in sunlight. */
export function StateWord({ state, children, filled }: Props) {
  return (
    <span className="state-word" data-state={state} data-filled={filled}>
      <Shape state={state} />
      <span>{children}</span>
    </span>
  );
}
