import { AppError } from '../errors';
import { plain } from './edl';
import type { CutList } from './cut-list';

/** What happened in a match as chapters of one file of its recording. */
interface Chapter {
  startMs: number;
  endMs: number;
  text: string;
}

const BEGIN = 'Start';

/**
 * @param part 1 is the first file of the recording; where nothing was recorded it has none
 * @throws AppError not_found where the run has no such file
 */
export function chaptersOf({ fps, clips, marks }: CutList, part: number): Chapter[] {
  const file = [...new Set(clips.map((clip) => clip.file))][part - 1];
  if (file === undefined && part === 1) return [];
  if (file === undefined) throw new AppError('not_found', 'This run has no such part of a recording.');
  const own = clips.filter((clip) => clip.file === file);
  const msOf = (frames: number) => Math.round((frames * 1000) / fps);
  const seen = own.flatMap(({ source, record, frames }) =>
    marks
      .filter(({ frame }) => frame >= record && frame < record + frames)
      .map(({ frame, text }) => ({ startMs: msOf(source + frame - record), text: plain(text) })),
  );
  const all = seen[0]?.startMs === 0 ? seen : [{ startMs: 0, text: BEGIN }, ...seen];
  const endMs = msOf(Math.max(...own.map(({ source, frames }) => source + frames)));
  return all
    .map((chapter, i) => ({ ...chapter, endMs: all[i + 1]?.startMs ?? endMs }))
    .filter((chapter) => chapter.endMs > chapter.startMs);
}

/** W3C WebVTT: a cue a chapter. */
export function chaptersAsVtt(chapters: readonly Chapter[]): string {
  const cues = chapters.map(
    ({ startMs, endMs, text }) =>
      // Angle brackets and ampersands would be read as tags.
      `${vttTime(startMs)} --> ${vttTime(endMs)}\n${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

function vttTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${clock(seconds, 2)}.${String(ms % 1000).padStart(3, '0')}`;
}

/** YouTube takes no chapters that are shorter (support.google.com/youtube/answer/9884579). */
const SHORTEST_MS = 10_000;

/** `12:34 Point Nord 1:0`; of events that lie closer together than YouTube allows, the first. */
export function chaptersAsLines(chapters: readonly Chapter[]): string {
  const told: Chapter[] = [];
  for (const chapter of chapters) {
    const last = told.at(-1);
    if (!last || chapter.startMs - last.startMs >= SHORTEST_MS) told.push(chapter);
  }
  return told.map(({ startMs, text }) => `${clock(Math.floor(startMs / 1000), 1)} ${text}\n`).join('');
}

/** `1:02:03`; hours and leading zeros only with two `digits`. */
function clock(seconds: number, digits: 1 | 2): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  if (digits === 2) return `${two(h)}:${two(m)}:${two(s)}`;
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
