import { useSyncExternalStore } from 'react';

interface ThisPhone {
  platform: PhonePlatform;
  name: string;
  host: string;
}

const UNKNOWN: ThisPhone = { platform: 'ios', name: '', host: 'this page' };
let knownPhone: ThisPhone | null = null;

function readPhone(): ThisPhone {
  const { userAgent, maxTouchPoints } = navigator;
  return (knownPhone ??= {
    platform: platformOf(userAgent, maxTouchPoints),
    name: deviceName(userAgent, maxTouchPoints),
    host: location.hostname,
  });
}

/** The server renders a neutral phone. */
export function useThisPhone(): ThisPhone {
  return useSyncExternalStore(
    () => () => undefined,
    readPhone,
    () => UNKNOWN,
  );
}

export type PhonePlatform = 'ios' | 'android' | 'desktop';

/** iPads call themselves Macs, but no Mac has a touch screen. */
export function platformOf(userAgent: string, touchPoints: number): PhonePlatform {
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return 'ios';
  return /Android/.test(userAgent) ? 'android' : 'desktop';
}

/** The phone’s name in the director’s list: no more of the user agent than a person would say. */
export function deviceName(userAgent: string, touchPoints: number): string {
  switch (platformOf(userAgent, touchPoints)) {
    case 'ios':
      return /iPhone/.test(userAgent) ? 'iPhone' : 'iPad';
    case 'android': {
      const model = /Android [\d.]+; ([^;)]+?)(?: Build\/[^;)]*)?[;)]/.exec(userAgent)?.[1]?.trim();
      return model && model !== 'K' ? model.slice(0, 40) : 'Android phone';
    }
    case 'desktop':
      return /Windows/.test(userAgent)
        ? 'Windows computer'
        : /Macintosh/.test(userAgent)
          ? 'Mac'
          : 'Computer';
  }
}

/** How to allow camera and microphone after "Don’t Allow", step by step. */
export const ALLOW_AGAIN: Record<PhonePlatform, { where: string; steps: string[] }> = {
  ios: {
    where: 'On an iPhone, in Safari',
    steps: [
      'Press the button next to the address, then the three dots.',
      'Press Website Settings.',
      'Set Camera and Microphone to Allow.',
      'Come back here and press Ask me again.',
    ],
  },
  android: {
    where: 'On Android, in Chrome',
    steps: [
      'Press the sign left of the address.',
      'Press Permissions.',
      'Switch Camera and Microphone on.',
      'Come back here and press Ask me again.',
    ],
  },
  desktop: {
    where: 'On a computer',
    steps: [
      'Press the sign left of the address.',
      'Set Camera and Microphone to Allow.',
      'Press Ask me again.',
    ],
  },
};
