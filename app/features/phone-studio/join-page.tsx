import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/button';

interface Props {
  /** Null for a page outside the three steps (an error, a refusal). */
  step: 1 | 2 | 3 | null;
  title: ReactNode;
  lead?: ReactNode;
  onBack?: (() => void) | undefined;
  children?: ReactNode;
  /** The next press, under the thumb. */
  actions?: ReactNode;
}

export function JoinPage({ step, title, lead, onBack, children, actions }: Props) {
  return (
    <main className="join">
      <header className="join-head">
        {onBack ? (
          <IconButton label="Back" onClick={onBack}>
            <ChevronLeft className="icon" />
          </IconButton>
        ) : (
          <span />
        )}
        {step ? <Steps step={step} /> : <span />}
        <span className="join-count text-3">{step ? `${step} of 3` : ''}</span>
      </header>
      <h1>{title}</h1>
      {lead ? <p className="join-lead">{lead}</p> : null}
      {children}
      <div className="join-actions">{actions}</div>
    </main>
  );
}

function Steps({ step }: { step: number }) {
  return (
    <ol className="join-steps" aria-label={`Step ${step} of 3`}>
      {[1, 2, 3].map((number) => (
        <li key={number} data-done={number <= step} aria-current={number === step ? 'step' : undefined} />
      ))}
    </ol>
  );
}
