import { MessageSquare, Mic, MicOff, MonitorOff, MonitorUp, Settings2, Video, VideoOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import type { CaptureControl } from '../camera/media/use-capture';
import { RoundControl } from '../camera/screen/RoundControl';
import { DevicePicker } from './DevicePicker';
import type { ScreenShare } from './use-screen-share';

interface Silences {
  muted: boolean;
  pictureOff: boolean;
}
interface Props {
  captured: CaptureControl;
  sharing: ScreenShare;
  own: Silences;
  /** What the show's owner did beside it. */
  desk: Silences;
  onAir: boolean;
  onMuted: (muted: boolean) => void;
  onPictureOff: (off: boolean) => void;
  onOnAir: (onAir: boolean) => void;
  chatOpen: boolean;
  onChat: () => void;
}

/** What a host presses: like a camera's, and one large button for the air. */
export function HostControls(props: Props) {
  const { captured, sharing, own, desk, onAir } = props;
  const [choosing, setChoosing] = useState(false);
  const { screen } = sharing;
  return (
    <div className="cam-controls host-controls">
      <div className="cam-set" role="group" aria-label="Your camera and microphone">
        <RoundControl
          icon={own.muted || desk.muted ? <MicOff /> : <Mic />}
          label={desk.muted ? 'Desk muted' : own.muted ? 'Muted' : 'Sound on'}
          on={own.muted || desk.muted}
          locked={desk.muted}
          onPress={() => props.onMuted(!own.muted)}
        />
        <RoundControl
          icon={own.pictureOff || desk.pictureOff ? <VideoOff /> : <Video />}
          label={desk.pictureOff ? 'Desk off' : own.pictureOff ? 'Picture off' : 'Picture on'}
          on={own.pictureOff || desk.pictureOff}
          locked={desk.pictureOff}
          onPress={() => props.onPictureOff(!own.pictureOff)}
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
