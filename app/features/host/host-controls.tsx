import { MessageSquare, MonitorOff, MonitorUp, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import type { CaptureControl } from '../camera/media/use-capture';
import { RoundControl } from '../camera/screen/round-control';
import { SilenceControls, type SilenceProps } from '../camera/screen/silence-controls';
import { DevicePicker } from './device-picker';
import type { ScreenShare } from './use-screen-share';

interface Props extends SilenceProps {
  captured: CaptureControl;
  sharing: ScreenShare;
  onAir: boolean;
  onOnAir: (onAir: boolean) => void;
  chatOpen: boolean;
  onChat: () => void;
}

/** What a host presses: like a camera's, and one large button for the air. */
export function HostControls(props: Props) {
  const { captured, sharing, onAir } = props;
  const [choosing, setChoosing] = useState(false);
  const { screen } = sharing;
  return (
    <div className="cam-controls host-controls">
      <div className="cam-set" role="group" aria-label="Your camera and microphone">
        <SilenceControls
          own={props.own}
          desk={props.desk}
          onMuted={props.onMuted}
          onPictureOff={props.onPictureOff}
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
