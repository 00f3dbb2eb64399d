import {
  AudioStreamType,
  type FfiEvent,
  FfiHandle,
  type NewAudioStreamResponse,
  type NewVideoStreamResponse,
  VideoBufferType,
  VideoQuality,
  VideoStreamType,
} from '@livekit/rtc-ffi-bindings';
import type { RemoteTrackPublication, Track } from '@livekit/rtc-node';
import koffi from 'koffi';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';

/**
 * The only access to rtc-node's FFI client, which the package does not export. The public `VideoStream` and
 * `AudioStream` copy every frame and queue without bound when their reader stalls (41 MB/s at 720p30); here a
 * frame stays native until it is wanted. rtc-node and the bindings are pinned together, and ffi.test.ts fails
 * when this access is gone.
 */

export type Rotation = 0 | 90 | 180 | 270;

/**
 * A decoded frame in native memory. Exactly one `release` must follow; `copyInto` is not allowed after it.
 */
export interface NativeFrame {
  width: number;
  height: number;
  /** Degrees clockwise by which the picture has to be turned to stand upright. */
  rotation: Rotation;
  /** Of the whole picture. */
  bytes: number;
  /**
   * When libwebrtc meant it to be shown, ms on the clock of `performance.now()`. It delivers frames about 10
   * ms before, unevenly; this time is even. Null when it is not known.
   */
  renderAtMs: number | null;
  /**
   * Planar I420, strides `width` and `ceil(width / 2)`. @throws RangeError when `target` is smaller than
   * `bytes`
   */
  copyInto(target: Uint8Array): void;
  release(): void;
}

export interface NativeStream {
  close(): void;
}

type Handler = (event: FfiEvent) => void;

const EVENT = 'ffi_event';
const ROTATIONS: readonly Rotation[] = [0, 90, 180, 270];
/** libwebrtc hands out 10 ms blocks; ten of them bound what may wait inside the bindings. */
const SOUND_QUEUE_FRAMES = 10;
/** Blocks of 20 ms halve the number of calls into JavaScript for 10 ms more of delay. */
const SOUND_BLOCK_MS = 20;
/**
 * Streams that were closed a moment ago may still have a frame on its way; it must be released all the same.
 */
const REMEMBERED_CLOSED = 256;

/**
 * libwebrtc counts on the system's monotonic clock, as `hrtime` does; `performance.now()` begins with the
 * process.
 */
const MONOTONIC_AT_START_MS = Number(process.hrtime.bigint()) / 1e6 - performance.now();

const handlers = new Map<bigint, Handler>();
const closed = new Set<bigint>();
/** The block that is being handed over. */
let soundBlock = new Int16Array(0);
let listening: ReturnType<typeof client> | null = null;

function client(): NonNullable<typeof globalThis._ffiClientInstance> {
  const instance = globalThis._ffiClientInstance;
  if (!instance) {
    throw new Error('LiveKit FFI client is not there: no room was connected yet, or rtc-node was upgraded.');
  }
  return instance;
}

/** Opens a native I420 stream on a subscribed video track. `onFrame` owns the frame it gets. */
export function openVideoStream(track: Track, onFrame: (frame: NativeFrame) => void): NativeStream {
  const { stream } = client().request<NewVideoStreamResponse>({
    message: {
      case: 'newVideoStream',
      value: {
        trackHandle: track.ffi_handle.handle,
        type: VideoStreamType.VIDEO_STREAM_NATIVE,
        format: VideoBufferType.I420,
        normalizeStride: true,
        queueSizeFrames: 1,
      },
    },
  });
  return register(stream?.handle?.id, (event) => {
    const frame = frameOf(event);
    if (frame) onFrame(frame);
  });
}

/**
 * Opens a native stream of interleaved s16 stereo at 48 kHz, in blocks of 20 ms. The samples are valid during
 * the call.
 */
export function openSoundStream(track: Track, onBlock: (samples: Int16Array) => void): NativeStream {
  const { stream } = client().request<NewAudioStreamResponse>({
    message: {
      case: 'newAudioStream',
      value: {
        trackHandle: track.ffi_handle.handle,
        type: AudioStreamType.AUDIO_STREAM_NATIVE,
        sampleRate: AUDIO_RATE_HZ,
        numChannels: AUDIO_CHANNELS,
        frameSizeMs: SOUND_BLOCK_MS,
        queueSizeFrames: SOUND_QUEUE_FRAMES,
      },
    },
  });
  return register(stream?.handle?.id, (event) => {
    const samples = soundOf(event);
    if (samples) onBlock(samples);
  });
}

/** Requests the full or the lowest simulcast layer. Takes 140 to 180 ms to show. */
export function setLayer(publication: RemoteTrackPublication, layer: 'high' | 'low'): void {
  client().request({
    message: {
      case: 'setRemoteTrackPublicationQuality',
      value: {
        trackPublicationHandle: publication.ffiHandle.handle,
        quality: layer === 'high' ? VideoQuality.HIGH : VideoQuality.LOW,
      },
    },
  });
}

/**
 * Runs `connect` and returns what removes the listener that it left on the client. A room that the server
 * disconnected never removes it, so every reconnect of a long show would make each frame more expensive.
 */
export function trackRoomListener(connect: () => Promise<void>): {
  connected: Promise<void>;
  release(): void;
} {
  const before = new Set(globalThis._ffiClientInstance?.listeners(EVENT) ?? []);
  const connected = connect();
  const added = client()
    .listeners(EVENT)
    .filter((listener) => !before.has(listener));
  const release = () => added.forEach((listener) => client().off(EVENT, listener));
  return { connected, release };
}

function register(id: bigint | undefined, handler: Handler): NativeStream {
  if (id === undefined) throw new Error('LiveKit FFI gave no stream handle.');
  // The client is a process-wide singleton, replaced only after dispose(); one listener serves all streams.
  if (listening !== client()) {
    listening = client();
    listening.on(EVENT, dispatch);
  }
  const handle = new FfiHandle(id);
  handlers.set(id, handler);
  return {
    close() {
      if (!handlers.delete(id)) return;
      remember(id);
      handle.dispose();
    },
  };
}

function dispatch(event: FfiEvent): void {
  const { message } = event;
  if (message.case !== 'videoStreamEvent' && message.case !== 'audioStreamEvent') return;
  const id = message.value.streamHandle;
  if (id === undefined) return;
  const handler = handlers.get(id);
  if (handler) handler(event);
  else if (closed.has(id)) releaseUnwanted(event);
}

function releaseUnwanted(event: FfiEvent): void {
  frameOf(event)?.release();
  soundOf(event);
}

function remember(id: bigint): void {
  closed.add(id);
  if (closed.size <= REMEMBERED_CLOSED) return;
  for (const oldest of closed) {
    closed.delete(oldest);
    return;
  }
}

function frameOf(event: FfiEvent): NativeFrame | null {
  if (event.message.case !== 'videoStreamEvent') return null;
  const { message } = event.message.value;
  if (message.case !== 'frameReceived') return null;
  const { buffer, rotation, timestampUs } = message.value;
  const id = buffer?.handle?.id;
  if (id === undefined) return null;
  const handle = new FfiHandle(id);
  const { width, height, dataPtr } = buffer?.info ?? {};
  if (!width || !height || dataPtr === undefined) {
    handle.dispose();
    return null;
  }
  const bytes = width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
  return {
    width,
    height,
    rotation: ROTATIONS[rotation ?? 0] ?? 0,
    bytes,
    renderAtMs: timestampUs === undefined ? null : Number(timestampUs) / 1000 - MONOTONIC_AT_START_MS,
    copyInto: (target) => copyNative(target, dataPtr, bytes),
    release: () => handle.dispose(),
  };
}

function soundOf(event: FfiEvent): Int16Array | null {
  if (event.message.case !== 'audioStreamEvent') return null;
  const { message } = event.message.value;
  if (message.case !== 'frameReceived') return null;
  const { handle, info } = message.value.frame ?? {};
  if (handle?.id === undefined) return null;
  const { dataPtr, samplesPerChannel, numChannels } = info ?? {};
  let samples: Int16Array | null = null;
  if (dataPtr !== undefined && samplesPerChannel && numChannels === AUDIO_CHANNELS) {
    const count = samplesPerChannel * numChannels;
    if (soundBlock.length < count) soundBlock = new Int16Array(count);
    samples = soundBlock.subarray(0, count);
    copyNative(new Uint8Array(samples.buffer), dataPtr, samples.byteLength);
  }
  new FfiHandle(handle.id).dispose();
  return samples;
}

/** The C library, which is in every process anyway. */
const libc = koffi.load(process.platform === 'win32' ? 'msvcrt.dll' : null);
const memcpy = libc.func('void memcpy(void *target, uintptr_t source, size_t bytes)');

/**
 * Copies native memory into memory that is used again and again. The bindings' own copy makes a new buffer
 * each time, and at 30 pictures of
 * 1.4 MB a second that made V8 collect the whole heap every 0.3 s, 20 to 40 ms each (a fifth of the engine's
 * CPU), and each copy six times as long as this one.
 *
 * @param address of `bytes` bytes that stay valid during the call
 * @throws RangeError when `target` is too small
 */
export function copyNative(target: Uint8Array, address: bigint, bytes: number): void {
  if (bytes > target.byteLength) throw new RangeError(`${bytes} bytes do not go into ${target.byteLength}.`);
  memcpy(target, address, bytes);
}
