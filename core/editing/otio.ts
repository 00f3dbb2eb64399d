import type { CutList } from './cut-list';

/** OpenTimelineIO, as its own readers take it: schemas `Timeline.1` and what belongs to it. */

interface Time {
  OTIO_SCHEMA: 'RationalTime.1';
  rate: number;
  value: number;
}

/** A timeline with one track of clips and gaps, and the score as markers. */
export function otioOf({ title, fps, clips, marks }: CutList): object {
  const time = (value: number): Time => ({ OTIO_SCHEMA: 'RationalTime.1', rate: fps, value });
  const range = (start: number, frames: number) => ({
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: time(start),
    duration: time(frames),
  });
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
        .filter(({ frame }) => frame >= record && frame < end)
        .map(({ frame, text, color }) => ({
          OTIO_SCHEMA: 'Marker.2',
          name: text,
          color,
          marked_range: range(source + frame - record, 0),
          metadata: {},
        })),
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
      markers: [],
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
