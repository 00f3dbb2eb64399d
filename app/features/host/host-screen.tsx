import { Users } from 'lucide-react';
import type { CrewState } from '../../../contract/messages';
import { count } from '../../ui/format';
import type { BatteryState } from '../camera/hooks/use-battery';
import type { Sending } from '../camera/hooks/use-sending';
import type { CaptureControl } from '../camera/media/use-capture';
import { Notes } from '../camera/screen/notes';
import { OwnPicture } from '../camera/screen/own-picture';
import { noteOf } from '../camera/screen/standing';
import { type TallyState, TallyBanner } from '../camera/screen/tally-banner';
import { Vitals } from '../camera/screen/vitals';
import { HostControls } from './host-controls';
import type { ScreenShare } from './use-screen-share';

interface Props {
  event: CrewState['event'];
  desk: { muted: boolean; pictureOff: boolean };
  viewers: number | null;
  captured: CaptureControl;
  sharing: ScreenShare;
  sending: Sending;
  battery: BatteryState;
  own: { muted: boolean; pictureOff: boolean };
  onAir: boolean;
  onMuted: (muted: boolean) => void;
  onPictureOff: (off: boolean) => void;
  onOnAir: (onAir: boolean) => void;
  chatOpen: boolean;
  onChat: () => void;
}

/**
 * The camera page's screen for a host: the own picture, whether it is on the air, and what is pressed
 * beneath.
 */
export function HostScreen(props: Props) {
  const { event, desk, captured, sharing, sending, own, onAir } = props;
  const { capture } = captured;
  const standing = standingOf(onAir, sending.signal);
  const note = noteOf({
    lost: standing === 'lost',
    interrupted: captured.interrupted,
    pictureOff: !sharing.screen && (own.pictureOff || desk.pictureOff),
    hot: sending.hot,
    deskGone: false,
  });
  // What viewers see: the shared screen in place of the camera, and never the wrong way round.
  const shown =
    capture && sharing.screen
      ? { ...capture, video: sharing.screen.picture, facing: 'environment' as const }
      : capture;
  return (
    <main className="cam host" data-standing={standing} aria-label={`Host of ${event.title}`}>
      <OwnPicture capture={shown} />
      <div className="cam-frame" />
      <TallyBanner
        standing={standing}
        words={onAir ? (standing === 'standby' ? 'CONNECTING' : undefined) : 'OFF AIR'}
      />
      <div className="cam-top">
        <p className="cam-name host-title">
          <span className="clip">{event.title}</span>
        </p>
        <Vitals
          sending={sending}
          battery={props.battery}
          capture={capture}
          muted={own.muted || desk.muted}
          resting={!onAir}
        />
        <p className="cam-vitals" aria-live="off">
          <Users className="icon" aria-hidden="true" />
          {props.viewers === null ? 'Viewers' : count(props.viewers, 'viewer')}
        </p>
        <Notes note={note} />
      </div>
      <HostControls
        captured={captured}
        sharing={sharing}
        own={own}
        desk={desk}
        onAir={onAir}
        onMuted={props.onMuted}
        onPictureOff={props.onPictureOff}
        onOnAir={props.onOnAir}
        chatOpen={props.chatOpen}
        onChat={props.onChat}
      />
    </main>
  );
}

function standingOf(onAir: boolean, signal: Sending['signal']): TallyState {
  if (!onAir) return 'standby';
  if (signal === 'none') return 'lost';
  return signal === 'starting' ? 'standby' : 'program';
}
