import type { OperatorState } from '../../../../contract/messages';
import type { Link as DeskLink } from '../../../realtime/client/use-realtime-event-updates';
import { LOW_BATTERY } from '../../../ui/battery';
import { ButtonLink } from '../../../ui/button';
import { clockText, percent } from '../../../ui/format';
import { Shape } from '../../../ui/shape';
import { useElapsedS } from '../hooks/use-elapsed';
import type { BatteryState } from '../hooks/use-battery';
import { JoinPage } from '../join/join-page';
import type { Capture } from '../media/open';
import { OwnPicture } from './own-picture';

interface Props {
  event: OperatorState['event'];
  capture: Capture | null;
  battery: BatteryState;
  link: DeskLink;
}

/**
 * Registered, not admitted: the picture is the operator's own, and the time is used to get the phone ready.
 */
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
        <Point
          ok={capture !== null}
          words={capture ? 'Camera and microphone work' : 'The camera is starting'}
        />
        <Point ok={link === 'online'} words={LINK_WORDS[link]} />
        <BatteryPoint battery={battery} />
      </ul>
    </JoinPage>
  );
}

const LINK_WORDS: Record<DeskLink, string> = {
  online: 'Connection good',
  connecting: 'Connecting to the desk',
  offline: 'No connection. It comes back by itself',
};

function BatteryPoint({ battery: { level, charging } }: { battery: BatteryState }) {
  if (level === null) return null;
  const fine = level >= LOW_BATTERY || charging === true;
  return (
    <Point
      ok={fine}
      words={`Battery ${percent(level)}`}
      {...(fine ? {} : { advice: 'Plug in if you can: filming empties it fast' })}
    />
  );
}

function Point({ ok, words, advice }: { ok: boolean; words: string; advice?: string }) {
  return (
    <li data-state={ok ? 'ready' : 'attention'}>
      <Shape state={ok ? 'ready' : 'attention'} />
      <span>
        <b>{words}</b>
        {advice}
      </span>
    </li>
  );
}
