import type { CameraSlice, Telemetry } from '../../../contract/messages';
import type { PictureTrouble } from '../../../contract/vocabulary';
import type { SignalLevel } from '../../ui/meters';

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
