import type { OperatorState } from '../../../contract/messages';
import { Button, ButtonLink } from '../../ui/button';
import { JoinPage } from '../phone-studio/join-page';
import type { PublisherState } from '../phone-studio/publisher-state';

interface Props {
  kind: StandstillKind;
  event: OperatorState['event'];
  onUseThisTab: () => void;
}

export function Standstill({ kind, event, onUseThisTab }: Props) {
  switch (kind) {
    case 'takenOver':
      return (
        <JoinPage
          step={null}
          title="This phone films in another tab"
          lead="Only one tab can be the camera. The other one goes on filming."
          actions={
            <Button kind="primary" size="large" wide onClick={onUseThisTab}>
              Use this tab
            </Button>
          }
        />
      );
    case 'removed':
      return (
        <JoinPage
          step={null}
          title="The director has removed this camera"
          lead={`It is no longer part of ${event.title}, and nothing is sent any more. Ask the director if that was a mistake.`}
          actions={<JoinAgain />}
        />
      );
    case 'unknown':
      return (
        <JoinPage
          step={null}
          title="This phone has to join again"
          lead="The event does not know it any more. Scan the QR code, or type the code from the sheet."
          actions={<JoinAgain />}
        />
      );
    case 'ended':
      return (
        <JoinPage
          step={null}
          title="The event is over"
          lead={`Thank you for filming ${event.title}. Nothing is sent any more; you can close this page.`}
          actions={
            <p className="join-hint text-2">
              If the event is opened again, this page films again automatically. Keep it open then.
            </p>
          }
        />
      );
  }
}

function JoinAgain() {
  return (
    <ButtonLink kind="primary" size="large" wide to="/join">
      Join with a code
    </ButtonLink>
  );
}

/** Why this tab does not film, where only a person can change it. */
type StandstillKind = 'takenOver' | 'removed' | 'unknown' | 'ended';

export function standstillOf(facts: {
  publisher: PublisherState['name'];
  camera: Pick<OperatorState['camera'], 'state'>;
  event: Pick<OperatorState['event'], 'status'>;
  takenOver: boolean;
}): StandstillKind | null {
  if (facts.camera.state === 'removed' || facts.publisher === 'removed') return 'removed';
  if (facts.publisher === 'unknown') return 'unknown';
  if (facts.event.status === 'ended') return 'ended';
  return facts.takenOver || facts.publisher === 'takenOver' ? 'takenOver' : null;
}
