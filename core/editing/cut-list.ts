import type { Card, ScoreKind } from '../../contract/sports';
import type { Layout } from '../../contract/vocabulary';

/** A run's switches and its recording as an editor sees them: one clip for each scene, on one timeline. */

/** A change of the picture; media time counts from the begin of the run, ms. */
export interface SwitchAt {
  /** Null where the engine never showed it, as it was cut away before its first frame. */
  mediaMs: number | null;
  /** Labels of what is in the picture, the main camera first; null is the slate. */
  labels: (string | null)[];
  layout: Layout;
  /** Kind and frames of its transition, such as `mix 25`; null for a cut. */
  transition: string | null;
}

/** A file of the recording; media time from `startMs` on, for as long as it lasts. */
export interface PartAt {
  file: string;
  startMs: number;
  /** ms; of a part that is still written until now. */
  lengthMs: number;
}

/** Something of the match. */
export interface MarkAt {
  mediaMs: number;
  text: string;
  kind: ScoreKind;
  card: Card | null;
}

/** A word that both formats have. */
type MarkColor = 'GREEN' | 'YELLOW' | 'RED' | 'BLUE' | 'CYAN';

export interface CutList {
  title: string;
  fps: number;
  clips: Clip[];
  marks: { frame: number; text: string; color: MarkColor }[];
}

/** In frames. `record` is the place on the timeline, `source` that in the file. */
export interface Clip {
  name: string;
  file: string;
  source: number;
  record: number;
  frames: number;
  transition: string | null;
}

/**
 * Clips end where the next scene or the next file begins. What lies between two parts (an engine that was
 * killed) is on no file and stays empty. Switches before the first picture of a part are its first clip.
 */
export function cutList(
  title: string,
  fps: number,
  switches: readonly SwitchAt[],
  parts: readonly PartAt[],
  marks: readonly MarkAt[],
): CutList {
  const frameOf = (ms: number) => Math.round((ms * fps) / 1000);
  const scenes = switches
    .filter((one): one is SwitchAt & { mediaMs: number } => one.mediaMs !== null)
    .sort((a, b) => a.mediaMs - b.mediaMs);
  const clips = parts.flatMap((part): Clip[] => {
    const endMs = part.startMs + part.lengthMs;
    const inside = scenes.filter(({ mediaMs }) => mediaMs > part.startMs && mediaMs < endMs);
    const before = scenes.findLast(({ mediaMs }) => mediaMs <= part.startMs);
    const shown = [{ scene: before ?? null, fromMs: part.startMs }].concat(
      inside.map((scene) => ({ scene, fromMs: scene.mediaMs })),
    );
    return shown.flatMap(({ scene, fromMs }, i) => {
      const record = frameOf(fromMs);
      const frames = frameOf(shown[i + 1]?.fromMs ?? endMs) - record;
      if (frames <= 0) return [];
      const transition = scene && scene.mediaMs === fromMs ? scene.transition : null;
      const source = record - frameOf(part.startMs);
      return [{ name: nameOf(scene), file: part.file, source, record, frames, transition }];
    });
  });
  const seen = marks
    .filter(({ mediaMs }) => mediaMs >= 0)
    .map((mark) => ({ frame: frameOf(mark.mediaMs), text: mark.text, color: colorOf(mark) }));
  return { title, fps, clips, marks: seen };
}

function colorOf({ kind, card }: MarkAt): MarkColor {
  if (kind === 'goal' || kind === 'correction') return 'GREEN';
  if (kind === 'card') return card === 'red' || card === 'yellow-red' ? 'RED' : 'YELLOW';
  return kind === 'period' ? 'BLUE' : 'CYAN';
}

function nameOf(scene: SwitchAt | null): string {
  if (!scene) return 'Slate';
  const labels = scene.labels.map((label) => label ?? 'Slate');
  return scene.layout === 'single' ? (labels[0] ?? 'Slate') : labels.join(' | ');
}
