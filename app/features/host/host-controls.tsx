import { MessageSquare, MonitorOff, MonitorUp, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField } from '../../ui/field';
import { CameraField, Options, useDevices } from '../phone-studio/device-list';
import { RoundControl, SilenceControls, type SilenceProps } from '../phone-studio/round-controls';
import { type CaptureControl, soundFinder } from '../phone-studio/use-capture';
import type { ScreenShare } from './use-screen-share';

interface HostControlsProps extends SilenceProps {
  captured: CaptureControl;
  sharing: ScreenShare;
  onAir: boolean;
  onOnAir: (onAir: boolean) => void;
  chatOpen: boolean;
  onChat: () => void;
}

/** A camera’s controls, and one large button to go on the air. */
export function HostControls(props: HostControlsProps) {
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
