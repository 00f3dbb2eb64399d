/** Device ids of the browser; its own choice where left out. */
export interface Devices {
  camera?: string;
  microphone?: string;
}

/** Camera and microphone, opened once and shared by preview and publisher. */
export interface Capture {
  video: MediaStreamTrack;
  audio: MediaStreamTrack;
  facing: Facing;
  mic: MicMode;
  devices: Devices;
}

/**
 * Asks for camera and microphone in one permission prompt.
 *
 * @throws what getUserMedia rejects with (see `captureErrorOf`); TypeError where the page is not secure and
 * has no mediaDevices
 */
export async function openCapture(facing: Facing, mic: MicMode, devices: Devices = {}): Promise<Capture> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: videoConstraints(facing, devices.camera),
    audio: audioConstraints(mic, devices.microphone),
  });
  const [video] = stream.getVideoTracks();
  const [audio] = stream.getAudioTracks();
  if (!video || !audio) throw new DOMException('no camera or no microphone', 'NotFoundError');
  // Encoders then keep motion smooth and reduce sharpness first.
  video.contentHint = 'motion';
  return { video, audio, facing, mic, devices };
}

/** iPhones open one camera at a time: stop the old track before opening the other side. */
export async function openVideo(facing: Facing): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: videoConstraints(facing) });
  const [video] = stream.getVideoTracks();
  if (!video) throw new DOMException('no camera', 'NotFoundError');
  video.contentHint = 'motion';
  return video;
}

export async function openAudio(mic: MicMode, deviceId?: string): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: audioConstraints(mic, deviceId) });
  const [audio] = stream.getAudioTracks();
  if (!audio) throw new DOMException('no microphone', 'NotFoundError');
  return audio;
}

export function closeCapture(capture: Capture | null): void {
  capture?.video.stop();
  capture?.audio.stop();
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
  return capture && capture.video.readyState === 'live' && capture.audio.readyState === 'live'
    ? capture
    : null;
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
 * Ideal values, never exact ones: a phone without 720p joins with what it has, and the engine scales. A
 * chosen device id counts before the side; if that device is gone, any other is used.
 */
export function videoConstraints(facing: Facing, deviceId?: string): MediaTrackConstraints {
  return {
    ...(deviceId ? { deviceId: { ideal: deviceId } } : { facingMode: { ideal: facing } }),
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

export type CaptureError = 'denied' | 'missing' | 'busy' | 'unsupported' | 'failed';

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
