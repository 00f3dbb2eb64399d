import { AppError } from '../errors';
import type { CutList } from './cut-list';

/**
 * CMX 3600 edit lists, as two editors read them. Premiere Pro takes `FROM CLIP NAME` for the name of the file
 * and finds none, so its dialect goes without; Resolve makes markers of `LOC` lines.
 */
export const EDL_STYLES = ['resolve', 'premiere'] as const;
export type EdlStyle = (typeof EDL_STYLES)[number];

/** Timelines begin at one hour, so that something can be put in front. */
const BEGIN_HOUR = 1;
/** Digits of an event's number. */
const MOST_EVENTS = 999;

/** @throws AppError conflict for more than 999 clips, which the format cannot count */
export function edlOf({ title, fps, clips, marks }: CutList, style: EdlStyle): string {
  if (clips.length > MOST_EVENTS) {
    throw new AppError(
      'conflict',
      `An edit list counts to ${MOST_EVENTS}, and this run has more. Take log.otio.`,
    );
  }
  const begin = BEGIN_HOUR * 3600 * fps;
  const lines = [`TITLE: ${plain(title).slice(0, 70)}`, 'FCM: NON-DROP FRAME'];
  clips.forEach(({ name, file, source, record, frames, transition }, i) => {
    const times = [source, source + frames, begin + record, begin + record + frames];
    const number = String(i + 1).padStart(3, '0');
    const reel = reelOf(file, style);
    lines.push('', `${number}  ${reel} V     C        ${times.map((at) => timecode(at, fps)).join(' ')}`);
    if (style === 'resolve') lines.push(`* FROM CLIP NAME: ${plain(file)}`);
    lines.push(`* COMMENT: ${plain(name)}${transition ? ` (${transition})` : ''}`);
    if (style !== 'resolve') return;
    for (const mark of marks.filter(({ frame }) => frame >= record && frame < record + frames)) {
      // A colour has eight places.
      lines.push(`* LOC: ${timecode(begin + mark.frame, fps)} ${mark.color.padEnd(7)} ${plain(mark.text)}`);
    }
  });
  return `${lines.join('\r\n')}\r\n`;
}

/** `hh:mm:ss:ff`, not drop-frame: all our rates are whole. */
export function timecode(frame: number, fps: number): string {
  const seconds = Math.floor(frame / fps);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frame % fps];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** A reel of a CMX list has eight signs; longer names are read by both. */
function reelOf(file: string, style: EdlStyle): string {
  if (style === 'resolve') return 'AX      ';
  return plain(file)
    .replace(/\.[^.]*$/, '')
    .replace(/\s/g, '_');
}

/** One line, whatever a title holds. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
