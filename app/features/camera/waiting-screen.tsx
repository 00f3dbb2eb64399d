import type { OperatorState } from '../../../contract/messages';
import type { Link } from '../../realtime/client/use-realtime-event-updates';
import { Button, ButtonLink } from '../../ui/button';
import { useElapsedS } from '../../ui/clock';
import { clockText, percent } from '../../ui/format';
import { LOW_BATTERY } from '../../ui/meters';
import { Shape } from '../../ui/signs';
import type { Capture } from '../phone-studio/capture';
import { JoinPage } from '../phone-studio/join-page';
import { OwnPicture } from '../phone-studio/own-picture';
import type { PublisherState } from '../phone-studio/publisher-state';
import type { BatteryState } from '../phone-studio/use-battery';

interface Props {
  event: OperatorState['event'];
  capture: Capture | null;
  battery: BatteryState;
  link: Link;
}

/** Registered but not admitted: only the operator sees the picture, and prepares the phone meanwhile. */
export function WaitingScreen({ event, capture, battery, link }: Props) {
  const waitedS = useElapsedS(true);
  return (
    <JoinPage
      step={3}
      title="The director sees your request"
      lead={`Your picture goes to the desk of ${event.title} once you are admitted. Set up the phone meanwhile.`}
      actions={
        <ButtonLink kind="link" className="join-alt" to="/join">
          Not my match? Change the code
        </ButtonLink>
      }
    >
      <div className="join-own">
        <OwnPicture capture={capture} />
        <span className="join-waits" role="status">
          <Shape state="waiting" />
          <b>Waiting</b> <time>{clockText(waitedS)}</time>
        </span>
      </div>
      <p className="join-caption">Your picture, seen only by you</p>
      <ul className="join-why">
        <Point ok={Boolean(capture?.video && capture.audio)} text={captureText(capture)} />
        <Point ok={link === 'online'} text={LINK_TEXTS[link]} />
        <BatteryPoint battery={battery} />
      </ul>
    </JoinPage>
  );
}

function captureText(capture: Capture | null): string {
  if (!capture) return 'The camera is starting';
  return capture.audio ? 'Camera and microphone work' : 'The camera works. No microphone: no sound is sent';
}

const LINK_TEXTS: Record<Link, string> = {
  online: 'Connection good',
  connecting: 'Connecting to the desk',
  offline: 'No connection. It comes back automatically',
};

function BatteryPoint({ battery: { level, charging } }: { battery: BatteryState }) {
  if (level === null) return null;
  const fine = level >= LOW_BATTERY || charging === true;
  return (
    <Point
      ok={fine}
      text={`Battery ${percent(level)}`}
      {...(fine ? {} : { advice: 'Plug in if you can: filming empties it fast' })}
    />
  );
}

function Point({ ok, text, advice }: { ok: boolean; text: string; advice?: string }) {
  return (
    <li data-state={ok ? 'ready' : 'attention'}>
      <Shape state={ok ? 'ready' : 'attention'} />
      <span>
        <b>{text}</b>
        {advice}
      </span>
    </li>
  );
}

interface StandstillProps {
  kind: StandstillKind;
  event: OperatorState['event'];
  onUseThisTab: () => void;
}

export function Standstill({ kind, event, onUseThisTab }: StandstillProps) {
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
