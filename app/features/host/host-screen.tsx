import { MessageSquare, MonitorOff, MonitorUp, Settings2, Users } from 'lucide-react';
import { useState } from 'react';
import type { CrewState } from '../../../contract/messages';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField } from '../../ui/fields';
import { count } from '../../ui/format';
import { noteOf, Notes } from '../phone-studio/notes';
import { OwnPicture, TallyBanner, type TallyState } from '../phone-studio/own-picture';
import {
  CameraField,
  Options,
  RoundControl,
  SilenceControls,
  type SilenceProps,
  useDevices,
} from '../phone-studio/round-controls';
import type { Sending } from '../phone-studio/sending';
import type { BatteryState } from '../phone-studio/use-battery';
import { type CaptureControl, soundFinder } from '../phone-studio/use-capture';
import { Vitals } from '../phone-studio/vitals';
import type { ScreenShare } from './host-studio';

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

interface HostControlsProps extends SilenceProps {
  captured: CaptureControl;
  sharing: ScreenShare;
  onAir: boolean;
  onOnAir: (onAir: boolean) => void;
  chatOpen: boolean;
  onChat: () => void;
}

/** A camera’s controls, and one large button to go on the air. */
function HostControls(props: HostControlsProps) {
  const { captured, sharing, onAir } = props;
  const [choosing, setChoosing] = useState(false);
  const { screen } = sharing;
  return (
    <div className="cam-controls host-controls">
      <div className="cam-set" role="group" aria-label="Your camera and microphone">
        <SilenceControls
          own={props.own}
          byCrew={props.byCrew}
          onMuted={props.onMuted}
          onPictureOff={props.onPictureOff}
          onFindSound={soundFinder(captured)}
        />
        {sharing.able ? (
          <RoundControl
            icon={screen ? <MonitorOff /> : <MonitorUp />}
            label={screen ? 'Sharing' : 'Share'}
            name={screen ? 'Sharing your screen, press to stop' : 'Share your screen'}
            on={screen !== null}
            onPress={screen ? sharing.stop : sharing.share}
          />
        ) : null}
        <RoundControl icon={<MessageSquare />} label="Chat" on={props.chatOpen} onPress={props.onChat} />
        <RoundControl
          icon={<Settings2 />}
          label="Devices"
          name="Choose camera and microphone"
          onPress={() => setChoosing(true)}
        />
      </div>
      <Button
        kind={onAir ? undefined : 'primary'}
        size="large"
        className="host-air"
        onClick={() => props.onOnAir(!onAir)}
      >
        {onAir ? 'Go off the air' : 'Go on the air'}
      </Button>
      <DevicePicker open={choosing} captured={captured} onClose={() => setChoosing(false)} />
    </div>
  );
}

interface DevicePickerProps {
  open: boolean;
  captured: CaptureControl;
  onClose: () => void;
}

/** A change takes effect at once. */
function DevicePicker({ open, captured, onClose }: DevicePickerProps) {
  const { capture, choose } = captured;
  const { cameras, microphones } = useDevices(open && capture !== null);
  const chosen = capture?.devices ?? {};
  const microphone = capture?.audio?.getSettings().deviceId ?? '';
  return (
    <Dialog open={open} title="Camera and microphone" onClose={onClose}>
      <CameraField captured={captured} cameras={cameras} />
      <SelectField
        label="Microphone"
        value={microphone}
        onChange={(event) => choose({ ...chosen, microphone: event.target.value })}
      >
        <Options devices={microphones} what="Microphone" />
      </SelectField>
      <div className="dialog-buttons">
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
