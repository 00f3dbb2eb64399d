import { useEffect, useState } from 'react';
import { SelectField } from '../../ui/fields';
import type { CaptureControl } from './use-capture';

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
