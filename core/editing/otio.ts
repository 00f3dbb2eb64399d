import type { CutList } from './cut-list';

/** OpenTimelineIO, as its own readers take it: schemas `Timeline.1` and what belongs to it. */

interface Time {
  OTIO_SCHEMA: 'RationalTime.1';
  rate: number;
  value: number;
}

/**
 * A timeline with one track of clips and gaps, and the score as markers: of the clip where there is one, else
 * of the timeline.
 */
export function otioOf({ title, fps, clips, marks }: CutList): object {
  const time = (value: number): Time => ({ OTIO_SCHEMA: 'RationalTime.1', rate: fps, value });
  const range = (start: number, frames: number) => ({
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: time(start),
    duration: time(frames),
  });
  const marker = ({ text, color }: CutList['marks'][number], at: number) => ({
    OTIO_SCHEMA: 'Marker.2',
    name: text,
    color,
    marked_range: range(at, 0),
    metadata: {},
  });
  // A final whistle comes at the end, and a goal may fall while no part is recorded.
  const alone = marks.filter(
    ({ frame }) => !clips.some(({ record, frames }) => frame >= record && frame < record + frames),
  );
  const item = { effects: [], metadata: {}, enabled: true };
  const lengthOf = (file: string) =>
    Math.max(...clips.filter((clip) => clip.file === file).map(({ source, frames }) => source + frames));
  let end = 0;
  const children = clips.flatMap(({ name, file, source, record, frames, transition }) => {
    const gap = record - end;
    end = record + frames;
    const clip = {
      OTIO_SCHEMA: 'Clip.2',
      ...item,
      name,
      markers: marks
        .filter(({ frame }) => frame >= record && frame < record + frames)
        .map((mark) => marker(mark, source + mark.frame - record)),
      metadata: transition ? { touchline: { transition } } : {},
      source_range: range(source, frames),
      active_media_reference_key: 'DEFAULT_MEDIA',
      media_references: {
        DEFAULT_MEDIA: {
          OTIO_SCHEMA: 'ExternalReference.1',
          name: file,
          target_url: encodeURI(file),
          available_range: range(0, lengthOf(file)),
          metadata: {},
        },
      },
    };
    if (gap <= 0) return [clip];
    return [{ OTIO_SCHEMA: 'Gap.1', ...item, name: '', markers: [], source_range: range(0, gap) }, clip];
  });
  return {
    OTIO_SCHEMA: 'Timeline.1',
    name: title,
    global_start_time: time(3600 * fps),
    metadata: {},
    tracks: {
      OTIO_SCHEMA: 'Stack.1',
      ...item,
      name: 'tracks',
      markers: alone.map((mark) => marker(mark, mark.frame)),
      source_range: null,
      children: [
        {
          OTIO_SCHEMA: 'Track.1',
          ...item,
          name: 'Program',
          kind: 'Video',
          markers: [],
          source_range: null,
          children,
        },
      ],
    },
  };
}
