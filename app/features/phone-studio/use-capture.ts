import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type Capture,
  type CaptureError,
  captureErrorOf,
  closeCapture,
  type Devices,
  type Facing,
  facingOf,
  isHeld,
  type MicMode,
  openAudio,
  openCapture,
  openVideo,
  takeHandedOver,
  tracksOf,
} from './capture';

export interface CaptureControl {
  capture: Capture | null;
  /** Why there is no picture; null while there is one, or while the phone asks. */
  error: CaptureError | null;
  /** A call or another app currently holds camera or microphone. */
  interrupted: boolean;
  /** Opens them again; called from a button press the phone may show its prompt. */
  open: () => void;
  flip: () => void;
  /** Also the way to a microphone that was missing at first. */
  setMic: (mode: MicMode) => void;
  choose: (devices: Devices) => void;
}

/** What looks for a missing microphone again; undefined while there is one. */
export function soundFinder({ capture, setMic }: CaptureControl): (() => void) | undefined {
  return capture && !capture.audio ? () => setMic(capture.mic) : undefined;
}

/** What is opened first: a phone films away from its holder and records the ground. */
interface First {
  facing: Facing;
  mic: MicMode;
  /** Whether a machine without a camera is of use. */
  soundAlone?: boolean;
}
const FILMING: First = { facing: 'environment', mic: 'ground' };

/** While another app has it, the phone refuses without a prompt, so retrying costs nothing. */
const RETRY_MS = 3_000;

/** Camera and microphone while the page is open, beginning with the join page’s capture if there is one. */
export function useCapture(first: First = FILMING): CaptureControl {
  const [capture, setCapture] = useState<Capture | null>(null);
  const [error, setError] = useState<CaptureError | null>(null);
  const busy = useRef(false);
  const latest = useRef<Capture | null>(null);
  const gone = useRef(false);

  const keep = useCallback((next: Capture) => {
    // The phone may answer after the page was left; nobody else would stop that camera.
    if (gone.current) return closeCapture(next);
    latest.current = next;
    setCapture(next);
    setError(null);
  }, []);

  /** One change at a time: parallel getUserMedia calls end each other’s tracks. */
  const change = useCallback(
    (work: (now: Capture | null) => Promise<Capture>) => {
      if (busy.current) return;
      busy.current = true;
      work(latest.current)
        .then(keep, (cause: unknown) => setError(captureErrorOf(cause)))
        .finally(() => (busy.current = false));
    },
    [keep],
  );

  const open = useCallback(() => change((now) => reopen({ ...first, ...now })), [change, first]);
  const flip = useCallback(() => change((now) => (now ? flipped(now) : reopen(first))), [change, first]);
  const setMic = useCallback(
    (mode: MicMode) =>
      change((now) => (now ? withSound({ ...now, mic: mode }) : reopen({ ...first, mic: mode }))),
    [change, first],
  );
  const choose = useCallback(
    (devices: Devices) =>
      change((now) => (now?.video ? chosen(now, devices, first) : reopen({ ...first, ...now, devices }))),
    [change, first],
  );

  useEffect(() => {
    gone.current = false;
    const handed = takeHandedOver();
    change(() => (handed ? Promise.resolve(handed) : reopen({ ...first, ...latest.current })));
    return () => {
      gone.current = true;
      closeCapture(latest.current);
      latest.current = null;
    };
  }, [change, first]);

  const repair = useCallback(
    () => change((now) => (now ? repaired(now, first) : reopen(first))),
    [change, first],
  );
  const waits = error === 'busy' || error === 'failed' || (capture?.held ?? false);
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(repair, RETRY_MS);
    return () => clearInterval(timer);
  }, [waits, repair]);
  const interrupted = useInterruption(capture, repair);
  return { capture, error, interrupted, open, flip, setMic, choose };
}

async function reopen(as: First & Partial<Capture>): Promise<Capture> {
  as.video?.stop();
  as.audio?.stop();
  return openCapture(as.facing, as.mic, as.devices, as.soundAlone);
}

const serves = (track: MediaStreamTrack): boolean => track.readyState === 'live' && !track.muted;

/**
 * Opens again what the phone took away, or had not given, and leaves the other as it is: a microphone that is
 * pulled out must not interrupt the picture, nor a camera the sound.
 */
async function repaired(now: Capture, first: First): Promise<Capture> {
  const { video, audio, held } = now;
  const seen = video !== null && serves(video);
  const heard = audio !== null && serves(audio);
  if (seen && !heard && (audio || held)) return withSound(now);
  if (heard && !seen && (video || held)) return withPicture(now, first);
  return reopen({ ...first, ...now });
}

/** Never rejects: without a microphone the picture goes on. */
async function withSound(now: Capture): Promise<Capture> {
  now.audio?.stop();
  try {
    return { ...now, audio: await openAudio(now.mic, now.devices.microphone), held: false };
  } catch (error) {
    const held = isHeld(error);
    return !now.audio && held === now.held ? now : { ...now, audio: null, held };
  }
}

async function withPicture(now: Capture, { soundAlone }: First): Promise<Capture> {
  now.video?.stop();
  try {
    const video = await openVideo(now.facing, now.devices.camera);
    return { ...now, video, facing: facingOf(video, now.facing), held: false };
  } catch (error) {
    if (!soundAlone) throw error;
    const held = isHeld(error);
    return !now.video && held === now.held ? now : { ...now, video: null, held };
  }
}

/** Another camera alone leaves the sound as it is; one that does not open leaves the old one. */
async function chosen(now: Capture, devices: Devices, first: First): Promise<Capture> {
  if (!now.audio || devices.microphone !== now.devices.microphone)
    return reopen({ ...first, ...now, devices });
  now.video?.stop();
  try {
    const video = await openVideo(now.facing, devices.camera);
    return { ...now, video, devices, facing: facingOf(video, now.facing) };
  } catch {
    return { ...now, video: await openVideo(now.facing, now.devices.camera) };
  }
}

async function flipped(now: Capture): Promise<Capture> {
  const other: Facing = now.facing === 'environment' ? 'user' : 'environment';
  now.video?.stop();
  try {
    const { camera: _chosen, ...devices } = now.devices;
    return { ...now, facing: other, devices, video: await openVideo(other) };
  } catch {
    // A phone with one camera, or one that refuses now: back to the one that worked.
    return { ...now, video: await openVideo(now.facing, now.devices.camera) };
  }
}

/** After a call most phones return the tracks; what is still silent after this is opened again. */
const GIVEN_BACK_MS = 1_500;

/**
 * True while the phone holds camera or microphone: an incoming call on an iPhone mutes the tracks, sleep and
 * other apps end them. Calls `restart` when the page is visible and a track has ended or stays silent.
 */
function useInterruption(capture: Capture | null, restart: () => void): boolean {
  const [interrupted, setInterrupted] = useState(false);
  useEffect(() => {
    if (!capture) return;
    const tracks = tracksOf(capture);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const taken = () => tracks.some((track) => track.muted || track.readyState === 'ended');
    const look = () => {
      clearTimeout(timer);
      setInterrupted(taken());
      if (!taken() || document.visibilityState !== 'visible') return;
      timer = setTimeout(() => {
        if (taken() && document.visibilityState === 'visible') restart();
      }, GIVEN_BACK_MS);
    };
    for (const track of tracks)
      for (const name of ['mute', 'unmute', 'ended']) track.addEventListener(name, look);
    document.addEventListener('visibilitychange', look);
    const first = setTimeout(look, 0);
    return () => {
      clearTimeout(timer);
      clearTimeout(first);
      for (const track of tracks) {
        for (const name of ['mute', 'unmute', 'ended']) track.removeEventListener(name, look);
      }
      document.removeEventListener('visibilitychange', look);
    };
  }, [capture, restart]);
  return interrupted;
}
