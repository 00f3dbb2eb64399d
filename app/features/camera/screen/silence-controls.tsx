import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { RoundControl } from './round-control';

interface Silences {
  muted: boolean;
  pictureOff: boolean;
}
export interface SilenceProps {
  /** What whoever films chose, and what the desk did beside it. */
  own: Silences;
  desk: Silences;
  onMuted: (muted: boolean) => void;
  onPictureOff: (off: boolean) => void;
}

/** Sound and picture, on or off. What the desk switched off only the desk switches on again. */
export function SilenceControls({ own, desk, onMuted, onPictureOff }: SilenceProps) {
  return (
    <>
      <RoundControl
        icon={own.muted || desk.muted ? <MicOff /> : <Mic />}
        label={desk.muted ? 'Desk muted' : own.muted ? 'Muted' : 'Sound on'}
        on={own.muted || desk.muted}
        locked={desk.muted}
        onPress={() => onMuted(!own.muted)}
      />
      <RoundControl
        icon={own.pictureOff || desk.pictureOff ? <VideoOff /> : <Video />}
        label={desk.pictureOff ? 'Desk off' : own.pictureOff ? 'Picture off' : 'Picture on'}
        on={own.pictureOff || desk.pictureOff}
        locked={desk.pictureOff}
        onPress={() => onPictureOff(!own.pictureOff)}
      />
    </>
  );
}
