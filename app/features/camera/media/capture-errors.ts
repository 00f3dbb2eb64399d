/** Why a phone gave no picture, as the sentence and the remedy for the person who holds it. */
export type CaptureFault = 'denied' | 'missing' | 'busy' | 'unsupported' | 'failed';

/**
 * `error` is whatever getUserMedia rejected with; browsers agree on its `name` (Media Capture and Streams,
 * 10.2).
 */
export function captureFault(error: unknown): CaptureFault {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'TypeError':
      return 'unsupported';
    default:
      return 'failed';
  }
}

export const FAULT_WORDS: Record<CaptureFault, { title: string; remedy: string }> = {
  denied: {
    title: 'The phone did not allow the camera.',
    remedy: 'Allow camera and microphone for this page, then ask again.',
  },
  missing: {
    title: 'No camera or no microphone was found.',
    remedy: 'Connect one, or join with another phone.',
  },
  busy: {
    title: 'Another app holds the camera.',
    remedy: 'Close the other app or end the call, then ask again.',
  },
  unsupported: {
    title: 'This browser cannot use the camera here.',
    remedy: 'Open the page in Safari on an iPhone or in Chrome on Android.',
  },
  failed: { title: 'The camera did not start.', remedy: 'Ask again. If that fails, reload the page.' },
};
