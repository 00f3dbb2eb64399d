import { Users } from 'lucide-react';
import type { CrewState } from '../../../contract/messages';
import { count } from '../../ui/format';
import { noteOf, Notes } from '../phone-studio/notes';
import { OwnPicture } from '../phone-studio/own-picture';
import type { Sending } from '../phone-studio/sending';
import { type TallyState, TallyBanner } from '../phone-studio/tally-banner';
import type { BatteryState } from '../phone-studio/use-battery';
import type { CaptureControl } from '../phone-studio/use-capture';
import { Vitals } from '../phone-studio/vitals';
import { HostControls } from './host-controls';
import type { ScreenShare } from './use-screen-share';

interface Props {
  event: CrewState['event'];
  byCrew: { muted: boolean; pictureOff: boolean };
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

/** Like the camera page: the own picture, whether it is on the air, and the controls. */
export function HostScreen(props: Props) {
  const { event, byCrew, captured, sharing, sending, own, onAir } = props;
  const { capture } = captured;
  const tally = tallyOf(onAir, sending.signal);
  const note = noteOf({
    lost: tally === 'lost',
    interrupted: captured.interrupted,
    pictureOff: !sharing.screen && (own.pictureOff || byCrew.pictureOff),
    hot: sending.hot,
    serverGone: false,
    noPicture: capture !== null && !capture.video && !sharing.screen,
    noSound: capture !== null && !capture.audio,
  });
  // What viewers see: a shared screen replaces the camera and is not mirrored.
  const shown =
    capture && sharing.screen
      ? { ...capture, video: sharing.screen.picture, facing: 'environment' as const }
      : capture;
  return (
    <main className="cam host" data-tally={tally} aria-label={`Host of ${event.title}`}>
      <OwnPicture capture={shown} />
      <div className="cam-frame" />
      <TallyBanner
        tally={tally}
        text={onAir ? (tally === 'standby' ? 'CONNECTING' : undefined) : 'OFF AIR'}
      />
      <div className="cam-top">
        <p className="cam-name host-title">
          <span className="clip">{event.title}</span>
        </p>
        <Vitals
          sending={sending}
          battery={props.battery}
          capture={capture}
          muted={own.muted || byCrew.muted}
          resting={!onAir}
        />
        <p className="cam-vitals host-viewers" aria-live="off">
          <Users className="icon" aria-hidden="true" />
          {props.viewers === null ? 'Viewers' : count(props.viewers, 'viewer')}
        </p>
        <Notes note={note} />
      </div>
      <HostControls
        captured={captured}
        sharing={sharing}
        own={own}
        byCrew={byCrew}
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

function tallyOf(onAir: boolean, signal: Sending['signal']): TallyState {
  if (!onAir) return 'standby';
  if (signal === 'none') return 'lost';
  return signal === 'starting' ? 'standby' : 'program';
}
