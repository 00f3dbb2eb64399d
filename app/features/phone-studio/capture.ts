/** Device ids of the browser; its own choice where left out. */
export interface Devices {
  camera?: string;
  microphone?: string;
}

/** Camera and microphone, opened once, shared by preview and publisher. At least one of the two is there. */
export interface Capture {
  /** Null where this machine has no camera and sound alone is of use; see `openCapture`. */
  video: MediaStreamTrack | null;
  /** Null where this machine has no microphone, it was not allowed, or another app has it. */
  audio: MediaStreamTrack | null;
  /** The one that is not here is there, and another app has it now: it is asked for again and again. */
  held: boolean;
  facing: Facing;
  mic: MicMode;
  devices: Devices;
}

/**
 * Asks for camera and microphone in one permission prompt. A request for both fails as a whole where one of
 * them is missing, not allowed or in use (Media Capture and Streams, 10.2), so then the picture is requested
 * alone, and where `soundAlone` says that it is of use (a host), the sound.
 *
 * @throws what getUserMedia rejects with (see `captureErrorOf`); TypeError where the page is not secure and
 * has no mediaDevices
 */
export async function openCapture(
  facing: Facing,
  mic: MicMode,
  devices: Devices = {},
  soundAlone = false,
): Promise<Capture> {
  const video = videoConstraints(facing, devices.camera);
  const audio = audioConstraints(mic, devices.microphone);
  const open = async (wanted: MediaStreamConstraints, held = false): Promise<Capture> => {
    const stream = await request(wanted, facing);
    const [picture = null] = stream.getVideoTracks();
    const [sound = null] = stream.getAudioTracks();
    // Encoders then keep motion smooth and reduce sharpness first.
    if (picture) picture.contentHint = 'motion';
    return { video: picture, audio: sound, held, facing: facingOf(picture, facing), mic, devices };
  };
  try {
    return await open({ video, audio });
  } catch (error) {
    if (captureErrorOf(error) === 'unsupported') throw error;
    return await open({ video }, isHeld(error)).catch(async (alone: unknown) => {
      const kind = captureErrorOf(alone);
      if (!soundAlone || kind === 'unsupported') throw alone;
      return open({ audio }, isHeld(alone)).catch((both: unknown) => {
        throw kind === 'missing' && captureErrorOf(both) === 'missing'
          ? new DOMException('no camera and no microphone', NOTHING_FOUND)
          : alone;
      });
    });
  }
}

/** It will answer otherwise in a while, without a prompt. */
export const isHeld = (error: unknown): boolean => ['busy', 'failed'].includes(captureErrorOf(error));

/** A chosen camera that is gone is replaced by one of its side. */
async function request(wanted: MediaStreamConstraints, facing: Facing): Promise<MediaStream> {
  const { video } = wanted;
  const media = navigator.mediaDevices;
  if (typeof video !== 'object' || !video.deviceId) return media.getUserMedia(wanted);
  return media.getUserMedia(wanted).catch((error: unknown) => {
    if (captureErrorOf(error) !== 'missing') throw error;
    return media.getUserMedia({ ...wanted, video: videoConstraints(facing) });
  });
}

/** iPhones open one camera at a time: stop the old track before opening another. */
export async function openVideo(facing: Facing, deviceId?: string): Promise<MediaStreamTrack> {
  const stream = await request({ video: videoConstraints(facing, deviceId) }, facing);
  const [video] = stream.getVideoTracks();
  if (!video) throw new DOMException('no camera', 'NotFoundError');
  video.contentHint = 'motion';
  return video;
}

/** The side that a camera really films, which the front one of a list does not choose by `facing`. */
export function facingOf(video: MediaStreamTrack | null, asked: Facing): Facing {
  const side = video?.getSettings().facingMode;
  return side === 'user' || side === 'environment' ? side : asked;
}

export async function openAudio(mic: MicMode, deviceId?: string): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: audioConstraints(mic, deviceId) });
  const [audio] = stream.getAudioTracks();
  if (!audio) throw new DOMException('no microphone', 'NotFoundError');
  return audio;
}

export function closeCapture(capture: Capture | null): void {
  capture?.video?.stop();
  capture?.audio?.stop();
}

/**
 * The join page’s capture, for the camera page of the same document: an iPhone prompts for every new capture,
 * and nobody should have to press Allow four times.
 */
let handedOver: Capture | null = null;

export function handOver(capture: Capture): void {
  handedOver = capture;
}

export function takeHandedOver(): Capture | null {
  const capture = handedOver;
  handedOver = null;
  return capture && tracksOf(capture).every(({ readyState }) => readyState === 'live') ? capture : null;
}

export function tracksOf({ video, audio }: Capture): MediaStreamTrack[] {
  return [video, audio].filter((track) => track !== null);
}

/**
 * The constraints of camera and microphone, and how the picture is encoded (design §6). Pure: no
 * browser call.
 */

export type Facing = 'environment' | 'user';
/** `ground`: the sound of the pitch. `voice`: somebody who speaks into the phone. */
export type MicMode = 'ground' | 'voice';
export type PublishCodec = 'h264' | 'vp8';

/**
 * Ideal values: a phone without 720p joins with what it has, and the engine scales. Only a chosen device id
 * is exact: as an ideal it would lose to another camera that does 720p30 better (Media Capture and Streams,
 * "fitness distance").
 */
export function videoConstraints(facing: Facing, deviceId?: string): MediaTrackConstraints {
  return {
    ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: facing } }),
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
  };
}

/** Speech processing treats a crowd as noise and pumps its level, so it is on for a voice only. */
export function audioConstraints(mode: MicMode, deviceId?: string): MediaTrackConstraints {
  const voice = mode === 'voice';
  return {
    ...(deviceId && { deviceId: { ideal: deviceId } }),
    echoCancellation: voice,
    noiseSuppression: voice,
    autoGainControl: voice,
    channelCount: { ideal: 1 },
  };
}

/**
 * H.264 where the phone lists an encoder: on phones that is the chip’s own, which keeps the phone cool. Takes
 * `RTCRtpSender.getCapabilities("video")?.codecs`.
 */
export function chooseCodec(codecs: readonly { mimeType: string }[] | undefined): PublishCodec {
  return codecs?.some((codec) => codec.mimeType.toLowerCase() === 'video/h264') ? 'h264' : 'vp8';
}

export interface Layer {
  width: number;
  height: number;
  maxBitrateBps: number;
  maxFramerate: number;
}

/** Simulcast layers: the program takes the full one, tiles the low one, weak networks the middle one. */
export const LAYERS: { full: Layer; middle: Layer; low: Layer } = {
  full: { width: 1280, height: 720, maxBitrateBps: 2_500_000, maxFramerate: 30 },
  middle: { width: 640, height: 360, maxBitrateBps: 600_000, maxFramerate: 30 },
  low: { width: 320, height: 180, maxBitrateBps: 150_000, maxFramerate: 15 },
};

/** Opus, mono; twice what speech needs, because a crowd resembles music. */
export const AUDIO_BITRATE_BPS = 64_000;

export type CaptureError = 'denied' | 'missing' | 'nothing' | 'busy' | 'unsupported' | 'failed';

/** Ours: sound alone would have done, and there is no microphone either. */
const NOTHING_FOUND = 'NothingFoundError';

/**
 * `error` is what getUserMedia rejected with; browsers agree on its `name` (Media Capture and Streams, 10.2).
 */
export function captureErrorOf(error: unknown): CaptureError {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case NOTHING_FOUND:
      return 'nothing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'TypeError':
      return 'unsupported';
    default:
      return 'failed';
  }
}

export const CAPTURE_ERROR_TEXTS: Record<CaptureError, { title: string; remedy: string }> = {
  denied: {
    title: 'The phone did not allow the camera.',
    remedy: 'Allow camera and microphone for this page, then ask again.',
  },
  missing: { title: 'No camera was found.', remedy: 'Connect one, or join with another phone.' },
  nothing: {
    title: 'No camera and no microphone was found.',
    remedy: 'Connect at least one of them, then ask again.',
  },
  busy: {
    title: 'Another app holds the camera or the microphone.',
    remedy: 'Close the other app or end the call, then ask again.',
  },
  unsupported: {
    title: 'This browser cannot use the camera here.',
    remedy: 'Open the page in Safari on an iPhone or in Chrome on Android.',
  },
  failed: { title: 'The camera did not start.', remedy: 'Ask again. If that fails, reload the page.' },
};
