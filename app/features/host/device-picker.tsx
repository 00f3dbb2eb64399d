import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField } from '../../ui/field';
import type { CaptureControl } from '../camera/media/use-capture';
import { useDevices } from './use-devices';

interface Props {
  open: boolean;
  captured: CaptureControl;
  onClose: () => void;
}

/** Which camera and which microphone; a change is heard and seen at once. */
export function DevicePicker({ open, captured, onClose }: Props) {
  const { capture, choose } = captured;
  const { cameras, microphones } = useDevices(open && capture !== null);
  const chosen = capture?.devices ?? {};
  const camera = capture?.video.getSettings().deviceId ?? '';
  const microphone = capture?.audio.getSettings().deviceId ?? '';
  return (
    <Dialog open={open} title="Camera and microphone" onClose={onClose}>
      <SelectField
        label="Camera"
        value={camera}
        onChange={(event) => choose({ ...chosen, camera: event.target.value })}
      >
        <Options devices={cameras} what="Camera" />
      </SelectField>
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

function Options({ devices, what }: { devices: MediaDeviceInfo[]; what: string }) {
  return devices.map(({ deviceId, label }, at) => (
    <option key={deviceId} value={deviceId}>
      {label || `${what} ${at + 1}`}
    </option>
  ));
}
