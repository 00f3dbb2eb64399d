import { type Facing, type MicMode, audioConstraints, videoConstraints } from './constraints';

/**
 * Which of several cameras and microphones, by the browser's ids; the browser's own choice where left out.
 */
export interface Devices {
  camera?: string;
  microphone?: string;
}

/** The phone's own camera and microphone, opened once and handed to whoever shows or sends them. */
export interface Capture {
  video: MediaStreamTrack;
  audio: MediaStreamTrack;
  facing: Facing;
  mic: MicMode;
  devices: Devices;
}

/**
 * Asks the phone for camera and microphone in one question.
 *
 * @throws what getUserMedia rejects with, see faults.ts; TypeError where the page is not secure and has no
 * mediaDevices
 */
export async function openCapture(facing: Facing, mic: MicMode, devices: Devices = {}): Promise<Capture> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: videoConstraints(facing, devices.camera),
    audio: audioConstraints(mic, devices.microphone),
  });
  const [video] = stream.getVideoTracks();
  const [audio] = stream.getAudioTracks();
  if (!video || !audio) throw new DOMException('no camera or no microphone', 'NotFoundError');
  // Encoders keep the motion of a match smooth and let sharpness go first.
  video.contentHint = 'motion';
  return { video, audio, facing, mic, devices };
}

/** iPhones open one camera at a time: the old track has to stop before the other side is asked for. */
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
 * What the join page opened, for the camera page of the same document: an iPhone asks again for every new
 * capture, and nobody should have to press Allow four times.
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
