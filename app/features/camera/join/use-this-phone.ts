import { useSyncExternalStore } from 'react';
import { type Platform, deviceName, platformOf } from './platform';

export interface ThisPhone {
  platform: Platform;
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
