import { useSyncExternalStore } from 'react';
import { type PhonePlatform, deviceName, platformOf } from './phone-platform';

export interface ThisPhone {
  platform: PhonePlatform;
  name: string;
  host: string;
}

const UNKNOWN: ThisPhone = { platform: 'ios', name: '', host: 'this page' };
let known: ThisPhone | null = null;

function read(): ThisPhone {
  const { userAgent, maxTouchPoints } = navigator;
  return (known ??= {
    platform: platformOf(userAgent, maxTouchPoints),
    name: deviceName(userAgent, maxTouchPoints),
    host: location.hostname,
  });
}

/** Which phone this is; the server draws a neutral one. */
export function useThisPhone(): ThisPhone {
  return useSyncExternalStore(
    () => () => undefined,
    read,
    () => UNKNOWN,
  );
}
