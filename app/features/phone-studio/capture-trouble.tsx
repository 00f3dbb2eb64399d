import { Button } from '../../ui/button';
import { CAPTURE_ERROR_TEXTS, type CaptureError } from './capture';
import { JoinPage } from './join-page';
import { ALLOW_AGAIN, type PhonePlatform, useThisPhone } from './this-phone';

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

interface Props {
  platform: PhonePlatform;
  busy: boolean;
  onAsk: () => void;
  onBack?: () => void;
}

/** After "Don’t Allow" the phone never asks again: the steps to allow it. */
export function DeniedStep({ platform, busy, onAsk, onBack }: Props) {
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
