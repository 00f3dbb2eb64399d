import { Button } from '../../../ui/button';
import { JoinPage } from './join-page';
import { ALLOW_AGAIN, type PhonePlatform } from './phone-platform';

interface Props {
  platform: PhonePlatform;
  busy: boolean;
  onAsk: () => void;
  /** Left out where there is nothing to go back to. */
  onBack?: () => void;
}

/** After "Don't Allow" the phone never asks again by itself: the way back, press by press. */
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
