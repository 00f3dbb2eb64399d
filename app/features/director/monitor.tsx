import type { ReactNode } from 'react';
import { Shape } from '../../ui/shape';
import { TallyFrame } from '../../ui/tally-frame';

interface Props {
  tally: 'preview' | 'program';
  /** Number and name of what is shown. */
  number: number | null;
  name: string;
  since?: string;
  head?: ReactNode;
  /** Said over the picture, such as "Faded to black". */
  over?: string | null;
  children: ReactNode;
}

/** One of the two big pictures: label, what it shows, the picture in the colour of its state. */
export function Monitor({ tally, number, name, since, head, over, children }: Props) {
  const label = tally === 'program' ? 'Program' : 'Preview';
  return (
    <section className="monitor" data-tally={tally} aria-label={label}>
      <header className="monitor-head">
        <h2 className="monitor-label">
          <Shape state={tally} />
          {label}
        </h2>
        {number === null ? null : <kbd className="number-key">{number}</kbd>}
        <span className="monitor-name clip">{name}</span>
        {since ? <span className="text-3 num">{since}</span> : null}
        <span className="grow" />
        {head}
      </header>
      <TallyFrame tally={tally} className="monitor-screen">
        {children}
        {over ? <span className="picture-over">{over}</span> : null}
      </TallyFrame>
    </section>
  );
}
