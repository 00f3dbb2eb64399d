/**
 * Zoom and torch, where the phone's camera names them in getCapabilities() (Chrome on Android, newer Safari).
 */
export interface Abilities {
  zoom: { min: number; max: number; step: number } | null;
  torch: boolean;
}

export const NO_ABILITIES: Abilities = { zoom: null, torch: false };

/** Image Capture's additions, which TypeScript's DOM types do not know. */
interface PhoneConstraintSet extends MediaTrackConstraintSet {
  zoom?: number;
  torch?: boolean;
}

/** Read as unknown for the same reason. */
export function readAbilities(capabilities: unknown): Abilities {
  if (typeof capabilities !== 'object' || capabilities === null) return NO_ABILITIES;
  return {
    zoom: 'zoom' in capabilities ? readRange(capabilities.zoom) : null,
    torch: 'torch' in capabilities && (capabilities.torch === true || isListWithTrue(capabilities.torch)),
  };
}

/** Firefox has no getCapabilities, and a track that ended answers with an error. */
export function abilitiesOf(track: MediaStreamTrack | null): Abilities {
  try {
    return track?.getCapabilities ? readAbilities(track.getCapabilities()) : NO_ABILITIES;
  } catch {
    return NO_ABILITIES;
  }
}

/** Resolves to whether it worked: a phone may report a torch and refuse it on the front camera. */
export async function applyAbility(
  track: MediaStreamTrack,
  wish: { zoom: number } | { torch: boolean },
): Promise<boolean> {
  try {
    const set: PhoneConstraintSet = wish;
    await track.applyConstraints({ ...track.getConstraints(), advanced: [set] });
    return true;
  } catch {
    return false;
  }
}

function readRange(range: unknown): Abilities['zoom'] {
  if (typeof range !== 'object' || range === null || !('min' in range) || !('max' in range)) return null;
  const { min, max } = range;
  if (typeof min !== 'number' || typeof max !== 'number' || !(max > min)) return null;
  const step =
    'step' in range && typeof range.step === 'number' && range.step > 0 ? range.step : (max - min) / 100;
  return { min, max, step };
}

function isListWithTrue(value: unknown): boolean {
  return Array.isArray(value) && value.includes(true);
}
