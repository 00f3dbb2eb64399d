import { useCallback, useEffect, useRef, useState } from 'react';
import type { Facing, MicMode } from './constraints';
import { type CaptureFault, captureFault } from './faults';
import { type Capture, closeCapture, openAudio, openCapture, openVideo, takeHandedOver } from './open';
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
}

/** A call ends some time; until then the phone refuses without asking anybody, so asking again costs nothing. */
const RETRY_MS = 3_000;

/** Camera and microphone for as long as the page is open; begins with what the join page handed over. */
export function useCapture(): CaptureControl {
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

  const open = useCallback(() => change(reopen), [change]);
  const flip = useCallback(() => change(flipped), [change]);
  const setMic = useCallback((mode: MicMode) => change((now) => withMic(now, mode)), [change]);

  useEffect(() => {
    gone.current = false;
    const handed = takeHandedOver();
    change(() => (handed ? Promise.resolve(handed) : reopen(latest.current)));
    return () => {
      gone.current = true;
      closeCapture(latest.current);
      latest.current = null;
    };
  }, [change]);

  useEffect(() => {
    if (fault !== 'busy' && fault !== 'failed') return;
    const timer = setInterval(open, RETRY_MS);
    return () => clearInterval(timer);
  }, [fault, open]);

  const interrupted = useInterruption(capture, open);
  return { capture, fault, interrupted, open, flip, setMic };
}

async function reopen(now: Capture | null): Promise<Capture> {
  closeCapture(now);
  return openCapture(now?.facing ?? 'environment', now?.mic ?? 'ground');
}

async function flipped(now: Capture | null): Promise<Capture> {
  if (!now) return reopen(now);
  const other: Facing = now.facing === 'environment' ? 'user' : 'environment';
  now.video.stop();
  try {
    return { ...now, facing: other, video: await openVideo(other) };
  } catch {
    // A phone with one camera, or one that will not change now: back to the side that worked.
    return { ...now, video: await openVideo(now.facing) };
  }
}

async function withMic(now: Capture | null, mic: MicMode): Promise<Capture> {
  if (!now) return reopen(now);
  now.audio.stop();
  return { ...now, mic, audio: await openAudio(mic) };
}
