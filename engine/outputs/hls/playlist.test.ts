import { expect, test } from 'vitest';
import {
  emptyPlaylist,
  nextSequence,
  type Playlist,
  readPlaylist,
  WallClock,
  withEntry,
  writePlaylist,
} from './playlist';

const entry = (n: number, discontinuity = false) => ({
  name: `${n}-abc.ts`,
  durationS: 2,
  at: new Date(Date.UTC(2026, 0, 1) + n * 2000),
  discontinuity,
});

const grown = (entries: ReturnType<typeof entry>[], from: Playlist = emptyPlaylist(2, 0)) =>
  entries.reduce((playlist, one) => withEntry(playlist, one, 3), from);

test('names the newest segments, with their numbers and dates', () => {
  expect(writePlaylist(grown([0, 1, 2, 3].map((n) => entry(n))))).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-DISCONTINUITY-SEQUENCE:0
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:02.000Z
#EXTINF:2.000,
1-abc.ts
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:04.000Z
#EXTINF:2.000,
2-abc.ts
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:06.000Z
#EXTINF:2.000,
3-abc.ts
`);
});

test('counts the discontinuities that have left it', () => {
  const playlist = grown([entry(0), entry(1, true), entry(2), entry(3), entry(4, true), entry(5)]);
  expect(playlist).toMatchObject({ sequence: 3, discontinuities: 1 });
  expect(writePlaylist(playlist)).toMatch(
    /#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:\S+\n#EXTINF:2.000,\n4-abc/,
  );
});

test('another engine reads what the first one wrote, and its numbers go on', () => {
  const first = grown([entry(0), entry(1, true), { ...entry(2), durationS: 1.467 }]);
  const read = readPlaylist(writePlaylist(first));
  expect(read).toEqual(first);
  expect(nextSequence(read ?? emptyPlaylist(2, 0))).toBe(3);
  const ended = { ...first, ended: true };
  expect(readPlaylist(writePlaylist(ended))).toEqual(ended);
  expect(withEntry(ended, entry(3), 3).ended).toBe(false);
});

test.each(['', 'x', '#EXTM3U\n', '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:x\n'])(
  'reads %j as nothing',
  (text) => {
    expect(readPlaylist(text)).toBeNull();
  },
);

test('dates follow the pictures, and the wall where the program’s clock slipped', () => {
  let now = 1_000_000;
  const clock = new WallClock(() => now);
  const dates = [0, 2, 4, 6].map((s, i) => {
    // Reported late by a busy process; then the encoder stood still for three seconds.
    now = 1_000_000 + s * 1000 + [0, 180, 20, 3000][i]!;
    return clock.dateOf(90_000 * s, 2000).getTime() - 998_000;
  });
  expect(dates).toEqual([0, 2000, 4000, 9000]);
});
