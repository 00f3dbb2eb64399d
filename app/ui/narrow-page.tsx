import type { ReactNode } from 'react';
import { Wordmark } from './wordmark';

interface Props {
  title: string;
  /** What there is to say beneath it. */
  text?: ReactNode;
  children: ReactNode;
}

/** A page with one thing on it, for whoever came by a link: what it is about, and what to press. */
export function NarrowPage({ title, text, children }: Props) {
  return (
    <main className="page" data-narrow="true">
      <header className="page-head">
        <Wordmark />
      </header>
      <div className="page-title">
        <h1>{title}</h1>
        {text}
      </div>
      {children}
    </main>
  );
}
