import type { ReactNode } from 'react';
import { cx } from './cx';

/** A picture in the colour of its state. Tallies never fade and never blink. */
export function TallyFrame(props: {
  tally: 'program' | 'preview' | 'standby' | 'attention';
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={cx('tally-frame', props.className)} data-tally={props.tally}>
      {props.children}
    </div>
  );
}
