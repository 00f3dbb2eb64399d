import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import { VideoEncoding } from '@livekit/rtc-ffi-bindings';

export interface SimpleCamera {
  /** Publishes frames of this luma from now on. */
  luma: number;
  /** Draws the luma of each frame instead, for pictures that move. */
  draw: ((luma: Uint8Array, frame: number) => void) | null;
  /** Amplitude of the tone, 0 to 1. */
  volume: number;
  toneHz: number;
  /** Stops media without saying goodbye to anybody, as a phone does that is out of reach. */
  freeze(): void;
  leave(): Promise<void>;
}

export const WIDTH = 320;
export const HEIGHT = 180;
const RATE_HZ = 48_000;
const BLOCK = RATE_HZ / 100;

export interface SimpleCameraOptions {
  /** Frames a second. */
  fps?: number;
  /** Published as a shared screen. */
  screen?: boolean;
  width?: number;
  height?: number;
}

/** A camera of one grey and one tone, published by rtc-node. Enough to see who is on the program. */
export async function publishSimpleCamera(
  url: string,
  token: string,
  luma: number,
  { fps = 30, screen = false, width = WIDTH, height = HEIGHT }: SimpleCameraOptions = {},
): Promise<SimpleCamera> {
  const room = new Room();
  await room.connect(url, token, { autoSubscribe: false, dynacast: false });
  const video = new VideoSource(width, height);
  // No queue: a queue of samples would be a standing delay of the sound behind its picture.
  const sound = new AudioSource(RATE_HZ, 1, 0);
  const picture = LocalVideoTrack.createVideoTrack('camera', video);
  const microphone = LocalAudioTrack.createAudioTrack('microphone', sound);
  const options = new TrackPublishOptions();
  options.simulcast = false;
  // Without it LiveKit's preset for this size halves the frame rate.
  options.videoEncoding = new VideoEncoding({ maxBitrate: 300_000n, maxFramerate: 30 });
  options.source = screen ? TrackSource.SOURCE_SCREENSHARE : TrackSource.SOURCE_CAMERA;
  await room.localParticipant?.publishTrack(picture, options);
  const soundOptions = new TrackPublishOptions();
  soundOptions.source = TrackSource.SOURCE_MICROPHONE;
  await room.localParticipant?.publishTrack(microphone, soundOptions);

  const camera: SimpleCamera = { luma, draw: null, volume: 0.5, toneHz: 440, freeze, leave };
  const data = new Uint8Array((width * height * 3) / 2).fill(128);
  let frames = 0;
  let blocks = 0;
  const began = performance.now();
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - began;
    for (; (frames * 1000) / fps <= elapsedMs; frames += 1) {
      if (camera.draw) camera.draw(data.subarray(0, width * height), frames);
      else data.fill(camera.luma, 0, width * height);
      video.captureFrame(new VideoFrame(data, width, height, VideoBufferType.I420));
    }
    for (; blocks * 10 <= elapsedMs; blocks += 1) {
      void sound.captureFrame(tone(blocks, camera)).catch(() => undefined);
    }
  }, 5);

  function freeze() {
    clearInterval(timer);
  }
  async function leave() {
    freeze();
    await room.disconnect();
    await picture.close();
    await microphone.close();
  }
  return camera;
}

function tone(block: number, { volume, toneHz }: SimpleCamera): AudioFrame {
  const samples = Int16Array.from({ length: BLOCK }, (_, i) => {
    const seconds = (block * BLOCK + i) / RATE_HZ;
    return Math.round(Math.sin(2 * Math.PI * toneHz * seconds) * volume * 32_767);
  });
  return new AudioFrame(samples, RATE_HZ, 1, BLOCK);
}
