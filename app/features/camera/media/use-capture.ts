import { useCallback, useEffect, useRef, useState } from 'react';
import type { Facing, MicMode } from './constraints';
import { type CaptureFault, captureFault } from './capture-errors';
import {
  type Capture,
  closeCapture,
  type Devices,
  openAudio,
  openCapture,
  openVideo,
  takeHandedOver,
} from './open';
import { useInterruption } from './use-interruption';

export interface CaptureControl {
  capture: Capture | null;
  /** Why there is no picture; null while there is one or while the phone is being asked. */
  fault: CaptureFault | null;
  /** A call or another app holds camera or microphone at the moment. */
  interrupted: boolean;
  /** Asks the phone (again); from a press of a button the phone may show its question. */
  open: () => void;
  flip: () => void;
  setMic: (mode: MicMode) => void;
  /** Another camera or microphone of this machine. */
  choose: (devices: Devices) => void;
}

/** What is opened first: a phone films away from its holder and hears the ground. */
interface First {
  facing: Facing;
  mic: MicMode;
}
const FILMING: First = { facing: 'environment', mic: 'ground' };

/**
 * A call ends some time; until then the phone refuses without asking anybody, so asking again costs nothing.
 */
const RETRY_MS = 3_000;

/** Camera and microphone for as long as the page is open; begins with what the join page handed over. */
export function useCapture(first: First = FILMING): CaptureControl {
  const [capture, setCapture] = useState<Capture | null>(null);
  const [fault, setFault] = useState<CaptureFault | null>(null);
  const busy = useRef(false);
  const latest = useRef<Capture | null>(null);
  const gone = useRef(false);

  const keep = useCallback((next: Capture) => {
    // The phone may answer after the page was left: nobody would ever stop that camera.
    if (gone.current) return closeCapture(next);
    latest.current = next;
    setCapture(next);
    setFault(null);
  }, []);

  /** One change at a time: two questions to the phone at once answer each other's tracks away. */
  const change = useCallback(
    (work: (now: Capture | null) => Promise<Capture>) => {
      if (busy.current) return;
      busy.current = true;
      work(latest.current)
        .then(keep, (error: unknown) => setFault(captureFault(error)))
        .finally(() => (busy.current = false));
    },
    [keep],
  );

  const open = useCallback(() => change((now) => reopen(now ?? first)), [change, first]);
  const flip = useCallback(() => change((now) => (now ? flipped(now) : reopen(first))), [change, first]);
  const setMic = useCallback(
    (mode: MicMode) => change((now) => (now ? withMic(now, mode) : reopen({ ...first, mic: mode }))),
    [change, first],
  );
  const choose = useCallback(
    (devices: Devices) => change((now) => reopen({ ...(now ?? first), devices })),
    [change, first],
  );

  useEffect(() => {
    gone.current = false;
    const handed = takeHandedOver();
    change(() => (handed ? Promise.resolve(handed) : reopen(latest.current ?? first)));
    return () => {
      gone.current = true;
      closeCapture(latest.current);
      latest.current = null;
    };
  }, [change, first]);

  useEffect(() => {
    if (fault !== 'busy' && fault !== 'failed') return;
    const timer = setInterval(open, RETRY_MS);
    return () => clearInterval(timer);
  }, [fault, open]);

  const interrupted = useInterruption(capture, open);
  return { capture, fault, interrupted, open, flip, setMic, choose };
}

/** Opens anew what was open, or what should be first. */
async function reopen(as: First & Partial<Capture>): Promise<Capture> {
  as.video?.stop();
  as.audio?.stop();
  return openCapture(as.facing, as.mic, as.devices);
}

async function flipped(now: Capture): Promise<Capture> {
  const other: Facing = now.facing === 'environment' ? 'user' : 'environment';
  now.video.stop();
  try {
    return { ...now, facing: other, video: await openVideo(other) };
  } catch {
    // A phone with one camera, or one that will not change now: back to the side that worked.
    return { ...now, video: await openVideo(now.facing) };
  }
}

async function withMic(now: Capture, mic: MicMode): Promise<Capture> {
  now.audio.stop();
  return { ...now, mic, audio: await openAudio(mic, now.devices.microphone) };
}
