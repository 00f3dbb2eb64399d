import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { SelectField } from '../../ui/fields';
import type { CaptureControl } from './use-capture';

interface Silences {
  muted: boolean;
  pictureOff: boolean;
}
export interface SilenceProps {
  /** Chosen by the operator, and by the crew. */
  own: Silences;
  byCrew: Silences;
  onMuted: (muted: boolean) => void;
  onPictureOff: (off: boolean) => void;
  /** Only where there is no microphone: looks for one again. */
  onFindSound?: (() => void) | undefined;
}

/** Sound and picture on or off. What the crew switched off only the crew can switch on again. */
export function SilenceControls({ own, byCrew, onMuted, onPictureOff, onFindSound }: SilenceProps) {
  return (
    <>
      {onFindSound ? (
        <RoundControl
          icon={<MicOff />}
          label="No sound"
          name="No microphone, press to look for it again"
          onPress={onFindSound}
        />
      ) : (
        <RoundControl
          icon={own.muted || byCrew.muted ? <MicOff /> : <Mic />}
          label={byCrew.muted ? 'Desk muted' : own.muted ? 'Muted' : 'Sound on'}
          on={own.muted || byCrew.muted}
          locked={byCrew.muted}
          onPress={() => onMuted(!own.muted)}
        />
      )}
      <RoundControl
        icon={own.pictureOff || byCrew.pictureOff ? <VideoOff /> : <Video />}
        label={byCrew.pictureOff ? 'Desk off' : own.pictureOff ? 'Picture off' : 'Picture on'}
        on={own.pictureOff || byCrew.pictureOff}
        locked={byCrew.pictureOff}
        onPress={() => onPictureOff(!own.pictureOff)}
      />
    </>
  );
}

interface Props {
  icon: ReactNode;
  /** The current state, shown below the icon. */
  label: string;
  /** Name for screen readers where the label does not say what a press does. */
  name?: string;
  /** Left out for a control that is not a switch. */
  on?: boolean;
  /** The crew decided; a press does nothing. */
  locked?: boolean;
  onPress: () => void;
}

export function RoundControl({ icon, label, name, on, locked = false, onPress }: Props) {
  return (
    <button
      type="button"
      className="cam-control"
      aria-label={name}
      aria-pressed={on}
      aria-disabled={locked || undefined}
      onClick={locked ? undefined : onPress}
    >
      <span>{icon}</span>
      {label}
    </button>
  );
}

interface CameraFieldProps {
  captured: CaptureControl;
  cameras: MediaDeviceInfo[];
}

/** A change takes effect at once. */
export function CameraField({ captured: { capture, choose }, cameras }: CameraFieldProps) {
  return (
    <SelectField
      label="Camera"
      value={capture?.video?.getSettings().deviceId ?? ''}
      onChange={(event) => choose({ ...capture?.devices, camera: event.target.value })}
    >
      <Options devices={cameras} what="Camera" />
    </SelectField>
  );
}

export function Options({ devices, what }: { devices: MediaDeviceInfo[]; what: string }) {
  return devices.map(({ deviceId, label }, at) => (
    <option key={deviceId} value={deviceId}>
      {label || `${what} ${at + 1}`}
    </option>
  ));
}

interface DeviceList {
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
}

/**
 * Devices of this machine, updated when one is plugged in. Browsers give their names only while one is open.
 */
export function useDevices(open: boolean): DeviceList {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    if (!open) return;
    const look = () => void navigator.mediaDevices.enumerateDevices().then(setDevices, () => undefined);
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => navigator.mediaDevices.removeEventListener('devicechange', look);
  }, [open]);
  const of = (kind: MediaDeviceKind) => devices.filter((one) => one.kind === kind && one.deviceId !== '');
  return { cameras: of('videoinput'), microphones: of('audioinput') };
}
