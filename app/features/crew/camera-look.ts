import type { CameraSlice, ProgramSlice } from '../../../contract/messages';
import type { SignState } from '../../ui/shape';

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
  lost: 'Phone has no network, or its page is closed. Coming back by itself.',
  paused: 'The phone shows another app or takes a call.',
};

/** Tally and state of a camera in one sign: on air first, then problems, then preview. */
export function cameraLook(
  camera: CameraSlice,
  program: Pick<ProgramSlice, 'onAir' | 'preview' | 'onAirSince'>,
): CameraLook {
  if (camera.state === 'waiting')
    return { sign: 'waiting', word: 'Waiting', since: camera.createdAt, why: null };
  const why = camera.pictureOff ? 'Picture switched off.' : WHY[camera.connection];
  if (program.onAir === camera.id) return { sign: 'program', word: 'On air', since: program.onAirSince, why };
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
