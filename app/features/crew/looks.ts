import type { CameraSlice, ProgramSlice, Telemetry } from '../../../contract/messages';
import type { OutputState, PictureTrouble } from '../../../contract/vocabulary';
import type { SignalLevel } from '../../ui/meters';
import type { SignState } from '../../ui/signs';

export interface CameraLook {
  sign: SignState;
  word: string;
  /** ISO time; null where a duration says nothing. */
  since: string | null;
  /** What is wrong and what happens next; null while all is well. */
  why: string | null;
}

/** Why a camera shows no fresh picture, and what to do (docs/troubleshooting.md). */
const WHY: Record<CameraSlice['connection'], string | null> = {
  live: null,
  weak: null,
  connecting: 'The phone is connecting.',
  late: 'Picture late: the phone’s network is slow.',
  lost: 'Phone has no network, or its page is closed. Coming back automatically.',
  paused: 'The phone shows another app or takes a call.',
};

/** Tally and state of a camera in one sign: on air first, then problems, then preview. */
export function cameraLook(
  camera: CameraSlice,
  program: Pick<ProgramSlice, 'cells' | 'preview' | 'onAirSince'>,
): CameraLook {
  if (camera.state === 'waiting')
    return { sign: 'waiting', word: 'Waiting', since: camera.createdAt, why: null };
  const why = camera.pictureOff ? 'Picture switched off.' : WHY[camera.connection];
  if (program.cells.includes(camera.id))
    return { sign: 'program', word: 'On air', since: program.onAirSince, why };
  if (hasTrouble(camera)) return { ...trouble(camera), why };
  if (program.preview === camera.id) return { sign: 'preview', word: 'Next', since: null, why };
  if (camera.pictureOff) return { sign: 'standby', word: 'Picture off', since: null, why };
  return { sign: 'standby', word: 'Standby', since: null, why };
}

function hasTrouble({ connection }: CameraSlice): boolean {
  return connection !== 'live' && connection !== 'weak';
}

function trouble({ connection, connectionSince }: CameraSlice): Omit<CameraLook, 'why'> {
  if (connection === 'connecting') return { sign: 'waiting', word: 'Connecting', since: null };
  if (connection === 'late') return { sign: 'attention', word: 'Late', since: connectionSince };
  if (connection === 'paused') return { sign: 'attention', word: 'Paused', since: connectionSince };
  return { sign: 'attention', word: 'Lost', since: connectionSince };
}

/** True when a cut to it shows a moving picture now. */
export function isReady(camera: CameraSlice): boolean {
  return camera.state === 'admitted' && !camera.pictureOff && !hasTrouble(camera);
}

/** Without removed cameras, ordered by number. */
export function shownCameras(cameras: CameraSlice[]): CameraSlice[] {
  return cameras.filter((camera) => camera.state !== 'removed').sort((a, b) => a.number - b.number);
}

export type CameraTelemetry = Telemetry['cameras'][string];

/**
 * Limits at which it shows in the picture: lost packets smear it, low rates make it judder. Loss is a share
 * of packets, 0 to 1.
 */
const LOSS_FAIR = 0.02;
const LOSS_WEAK = 0.08;
const FPS_FAIR = 24;
const FPS_WEAK = 12;

/** Bars of the signal, from what phone and engine measure. */
export function feedLevel(camera: CameraSlice, telemetry: CameraTelemetry | undefined): SignalLevel {
  if (camera.connection === 'lost' || camera.connection === 'paused') return 0;
  if (camera.connection === 'late') return 1;
  if (camera.connection === 'weak') return 2;
  const loss = telemetry?.phone?.loss ?? 0;
  const fps = telemetry?.phone?.fps ?? telemetry?.engine?.fps ?? 30;
  if (loss >= LOSS_WEAK || fps < FPS_WEAK) return 2;
  if (loss >= LOSS_FAIR || fps < FPS_FAIR || telemetry?.phone?.limited === 'bandwidth') return 3;
  return 4;
}

/** What the phone sends, `720p30 · 2.1 Mbit/s · 0 % loss`, or short; null before the first measurement. */
export function feedText(telemetry: CameraTelemetry | undefined, long: boolean): string | null {
  const phone = telemetry?.phone;
  const size = phone?.height ? phone : telemetry?.engine;
  if (!size || size.height === 0) return null;
  const parts = [`${Math.min(size.width, size.height)}p${Math.round(size.fps)}`];
  if (phone) {
    parts.push(`${(phone.kbps / 1000).toFixed(1)} ${long ? 'Mbit/s' : 'Mb'}`);
    parts.push(`${Math.round(phone.loss * 100)} %${long ? ' loss' : ''}`);
  }
  const uneven = Math.round(telemetry?.engine?.unevenPerS ?? 0);
  if (uneven > 0) parts.push(long ? `${uneven} pictures a second repeated or skipped` : `${uneven} uneven`);
  if (long && phone?.rttMs) parts.push(`${Math.round(phone.rttMs)} ms`);
  if (long && phone?.codec) parts.push(phone.codec);
  return parts.join(' · ');
}

const TROUBLES: Record<PictureTrouble, string> = {
  still: 'The picture stands still',
  black: 'The picture is black',
};

/** What the engine sees in the picture of the on-air camera; null while nothing is wrong. */
export function pictureTrouble(telemetry: CameraTelemetry | undefined): string | null {
  const trouble = telemetry?.engine?.picture;
  return trouble ? TROUBLES[trouble] : null;
}

/** Word and shape of an output’s state (design §8). */
export const OUTPUT_LOOK: Record<OutputState, { sign: SignState; word: string }> = {
  off: { sign: 'standby', word: 'Off' },
  connecting: { sign: 'waiting', word: 'Connecting' },
  live: { sign: 'program', word: 'Live' },
  stalled: { sign: 'attention', word: 'Stalled' },
  reconnecting: { sign: 'waiting', word: 'Reconnecting' },
  failed: { sign: 'attention', word: 'Failed' },
};

export function needsLook(status: OutputState): boolean {
  return status === 'stalled' || status === 'reconnecting' || status === 'failed';
}
