import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../../ui/button';
import { CAPTURE_ERROR_TEXTS, type CaptureError } from './capture';
import { ALLOW_AGAIN, type PhonePlatform, useThisPhone } from './this-phone';

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

export function CaptureTrouble({ error, onAsk }: { error: CaptureError; onAsk: () => void }) {
  const { platform } = useThisPhone();
  if (error === 'denied') return <DeniedStep platform={platform} busy={false} onAsk={onAsk} />;
  const { title, remedy } = CAPTURE_ERROR_TEXTS[error];
  return (
    <JoinPage
      step={null}
      title={title}
      lead={remedy}
      actions={
        <Button kind="primary" size="large" wide onClick={onAsk}>
          Ask again
        </Button>
      }
    />
  );
}

interface DeniedStepProps {
  platform: PhonePlatform;
  busy: boolean;
  onAsk: () => void;
  onBack?: () => void;
}

/** After "Don’t Allow" the phone never asks again: the steps to allow it. */
export function DeniedStep({ platform, busy, onAsk, onBack }: DeniedStepProps) {
  const { where, steps } = ALLOW_AGAIN[platform];
  return (
    <JoinPage
      step={2}
      onBack={onBack}
      title="Allow the camera after all"
      lead={where}
      actions={
        <Button kind="primary" size="large" wide busy={busy} onClick={onAsk}>
          Ask me again
        </Button>
      }
    >
      <ol className="join-presses">
        {steps.map((step, at) => (
          <li key={step}>
            <b className="num">{at + 1}</b>
            {step}
          </li>
        ))}
      </ol>
      <p className="join-hint text-2">
        Still no question? Reload this page. Nothing is lost: the code stays valid.
      </p>
    </JoinPage>
  );
}
