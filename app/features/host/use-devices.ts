import { useEffect, useState } from 'react';

export interface DeviceList {
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
}

/**
 * Cameras and microphones of this machine, also of what is plugged in later. Their names are told once one is
 * open.
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
