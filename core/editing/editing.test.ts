import { expect, test } from 'vitest';
import { chaptersAsLines, chaptersAsVtt, chaptersOf } from './chapters';
import { cutList, type SwitchAt } from './cut-list';
import { edlOf, timecode } from './edl';
import { otioOf } from './otio';

const at = (mediaMs: number | null, label: string | null, more: Partial<SwitchAt> = {}): SwitchAt => ({
  mediaMs,
  labels: [label],
  layout: 'single',
  transition: null,
  ...more,
});

const SWITCHES = [
  at(0, 'North'),
  at(4_000, 'South', { transition: 'mix 25' }),
  at(null, 'Never seen'),
  at(9_000, 'North', { layout: 'side-by-side', labels: ['North', null] }),
];
const PARTS = [
  { file: 'one.mp4', startMs: 0, lengthMs: 6_000 },
  { file: 'two.mp4', startMs: 8_000, lengthMs: 4_000 },
];
const LIST = cutList('Derby\nday', 25, SWITCHES, PARTS, [
  { mediaMs: 5_000, text: 'Point Nord 1:0', kind: 'goal', card: null },
  { mediaMs: 9_000, text: 'Red card Nord', kind: 'card', card: 'red' },
]);

test('a clip for each scene and file, with the gap that no file holds', () => {
  expect(
    LIST.clips.map(({ name, file, source, record, frames }) => [name, file, source, record, frames]),
  ).toEqual([
    ['North', 'one.mp4', 0, 0, 100],
    ['South', 'one.mp4', 100, 100, 50],
    ['South', 'two.mp4', 0, 200, 25],
    ['North | Slate', 'two.mp4', 25, 225, 75],
  ]);
  expect(LIST.clips.map(({ transition }) => transition)).toEqual([null, 'mix 25', null, null]);
});

test('before the first switch there is the slate', () => {
  expect(
    cutList('x', 25, [at(2_000, 'A')], [PARTS[0] ?? { file: '', startMs: 0, lengthMs: 0 }], []).clips,
  ).toMatchObject([
    { name: 'Slate', record: 0, frames: 50 },
    { name: 'A', record: 50, frames: 100 },
  ]);
});

test('timecode counts in whole rates', () => {
  expect(timecode(0, 25)).toBe('00:00:00:00');
  expect(timecode(25 * 3661 + 24, 25)).toBe('01:01:01:24');
  expect(timecode(60 * 60 - 1, 60)).toBe('00:00:59:59');
});

test('an edit list for Resolve names files and has the score as markers; one for Premiere has neither', () => {
  const resolve = edlOf(LIST, 'resolve').split('\r\n');
  expect(resolve.slice(0, 2)).toEqual(['TITLE: Derby day', 'FCM: NON-DROP FRAME']);
  expect(resolve).toContain('002  AX       V     C        00:00:04:00 00:00:06:00 01:00:04:00 01:00:06:00');
  expect(resolve).toContain('* FROM CLIP NAME: one.mp4');
  expect(resolve).toContain('* COMMENT: South (mix 25)');
  expect(resolve).toContain('* LOC: 01:00:05:00 GREEN   Point Nord 1:0');
  expect(resolve).toContain('* LOC: 01:00:09:00 RED     Red card Nord');
  const premiere = edlOf(LIST, 'premiere');
  expect(premiere).not.toContain('FROM CLIP NAME');
  expect(premiere).not.toContain('LOC:');
  expect(premiere).toContain('003  two V     C        00:00:00:00 00:00:01:00 01:00:08:00 01:00:09:00');
});

test('more cuts than the format counts are refused with the way out', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => at(i * 1_000, 'A'));
  const list = cutList('x', 25, many, [{ file: 'f', startMs: 0, lengthMs: 1_000_000 }], []);
  expect(() => edlOf(list, 'resolve')).toThrow(/log\.otio/);
});

test('a timeline holds clips, the gap between files, and markers in the time of the file', () => {
  const timeline = otioOf(LIST);
  expect(timeline).toMatchObject({
    OTIO_SCHEMA: 'Timeline.1',
    global_start_time: { value: 90_000, rate: 25 },
  });
  const [track] = Reflect.get(Reflect.get(timeline, 'tracks'), 'children');
  const kinds = track.children.map((one: object) => Reflect.get(one, 'OTIO_SCHEMA'));
  expect(kinds).toEqual(['Clip.2', 'Clip.2', 'Gap.1', 'Clip.2', 'Clip.2']);
  expect(track.children[1].markers).toMatchObject([
    { name: 'Point Nord 1:0', marked_range: { start_time: { value: 125 } } },
  ]);
  expect(track.children[2].source_range.duration.value).toBe(50);
});

test('what was marked while nothing was recorded, or at the very end, is a marker of the timeline', () => {
  const list = cutList('Derby', 25, SWITCHES, PARTS, [
    { mediaMs: 7_000, text: 'Point Nord 1:0', kind: 'goal', card: null },
    { mediaMs: 12_000, text: 'Full time', kind: 'period', card: null },
  ]);
  expect(Reflect.get(Reflect.get(otioOf(list), 'tracks'), 'markers')).toMatchObject([
    { name: 'Point Nord 1:0', marked_range: { start_time: { value: 175 } } },
    { name: 'Full time', marked_range: { start_time: { value: 300 } } },
  ]);
});

test('chapters lie in the time of their file, and begin with it', () => {
  expect(chaptersOf(LIST, 1)).toEqual([
    { startMs: 0, endMs: 5_000, text: 'Start' },
    { startMs: 5_000, endMs: 6_000, text: 'Point Nord 1:0' },
  ]);
  expect(chaptersOf(LIST, 2).map(({ startMs, text }) => [startMs, text])).toEqual([
    [0, 'Start'],
    [1_000, 'Red card Nord'],
  ]);
  expect(() => chaptersOf(LIST, 3)).toThrow(/no such part/);
});

test('chapters as WebVTT and as lines of a description', () => {
  const chapters = [
    { startMs: 0, endMs: 5_000, text: 'Start' },
    { startMs: 5_000, endMs: 3_723_400, text: 'A <b> & c' },
    { startMs: 3_723_400, endMs: 3_800_000, text: 'Full time' },
  ];
  expect(chaptersAsVtt(chapters)).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:05.000\nStart\n\n' +
      '00:00:05.000 --> 01:02:03.400\nA &lt;b&gt; &amp; c\n\n' +
      '01:02:03.400 --> 01:03:20.000\nFull time\n',
  );
  // The second begins too early for YouTube.
  expect(chaptersAsLines(chapters)).toBe('0:00 Start\n1:02:03 Full time\n');
});
