/**
 * What the camera and the microphone are asked for, and how the picture is encoded (design §6). Pure: no
 * browser call.
 */

export type Facing = 'environment' | 'user';
/** 'ground' is the pitch as it sounds; 'voice' is for somebody who speaks into the phone. */
export type MicMode = 'ground' | 'voice';
export type PublishCodec = 'h264' | 'vp8';

/**
 * Ideal and never exact: a phone without 720p joins with what it has, the engine scales. A camera that was
 * chosen by its id counts before the side; one that is gone by then is any other.
 */
export function videoConstraints(facing: Facing, deviceId?: string): MediaTrackConstraints {
  return {
    ...(deviceId ? { deviceId: { ideal: deviceId } } : { facingMode: { ideal: facing } }),
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
  };
}

/** A phone's speech processing takes a crowd for noise and pumps its level; it is only wanted for a voice. */
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
 * H.264 where the phone encodes it: on phones a listed H.264 encoder is the chip's own, which keeps the phone
 * cool. Takes `RTCRtpSender.getCapabilities('video')?.codecs`.
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

/**
 * Three simulcast layers: the program takes the full one, thumbnails the low one; the middle one serves weak
 * networks.
 */
export const LAYERS: { full: Layer; middle: Layer; low: Layer } = {
  full: { width: 1280, height: 720, maxBitrateBps: 2_500_000, maxFramerate: 30 },
  middle: { width: 640, height: 360, maxBitrateBps: 600_000, maxFramerate: 30 },
  low: { width: 320, height: 180, maxBitrateBps: 150_000, maxFramerate: 15 },
};

/** Opus, mono; twice what speech needs, because a crowd is closer to music. */
export const AUDIO_BITRATE_BPS = 64_000;
