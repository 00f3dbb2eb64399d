import { Button } from '../../../ui/button';
import { DeniedStep } from '../join/denied-step';
import { JoinPage } from '../join/join-page';
import { useThisPhone } from '../join/use-this-phone';
import { type CaptureFault, FAULT_WORDS } from '../media/capture-errors';

/** No picture to send: why, and what to press. */
export function CaptureTrouble({ fault, onAsk }: { fault: CaptureFault; onAsk: () => void }) {
  const { platform } = useThisPhone();
  if (fault === 'denied') return <DeniedStep platform={platform} busy={false} onAsk={onAsk} />;
  const { title, remedy } = FAULT_WORDS[fault];
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
