import { FRESH_SOUND, FRESH_SOURCE } from '../../contract/sound';
import type { ProgramDesired } from '../types';
import type { Voice } from './program-sound';
import type { SoundSource } from './source-strip';

/**
 * Which sources are heard in a tick, and how loud by the picture: a source that follows it as loud as its
 * share says, the others at their fader alone.
 *
 * @param levels of the main cameras of the picture, 0 to 1
 * @param glides whether those levels change from tick to tick
 */
export function voicesOf(
  { kind, cameras, sound = FRESH_SOUND }: Pick<ProgramDesired, 'kind' | 'cameras' | 'sound'>,
  sourceOf: (cameraId: string) => SoundSource | undefined,
  { levels, glides }: { levels: ReadonlyMap<string, number>; glides: boolean },
): Voice[] {
  return cameras.flatMap(({ id, muted }): Voice[] => {
    const source = sourceOf(id);
    if (!source) return [];
    const controls = sound.sources[id] ?? FRESH_SOURCE;
    const mode = controls.mode ?? sound.mode;
    // A show's host can be heard with the picture switched off, or without any.
    const follows = mode === 'follow' && kind !== 'show';
    const level = muted ? 0 : follows ? (levels.get(id) ?? 0) : 1;
    return [{ id, source, level, glides: glides && follows, controls, fades: mode !== 'manual' }];
  });
}
