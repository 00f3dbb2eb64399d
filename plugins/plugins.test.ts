import { describe, expect, test } from 'vitest';
import { DEFAULT_ENCODING } from '../core/encoding';
import { parseIngestAddress } from '../core/address';
import { DESTINATION_IDS, DESTINATIONS, destinationForms, findDestination } from '.';

/** Settings and key with which each destination can be made. */
const WORKING: Record<
  (typeof DESTINATION_IDS)[number],
  { settings: Record<string, string>; streamKey: string }
> = {
  'custom-rtmp': { settings: { url: 'rtmp://live.example.org/app' }, streamKey: 'match-1' },
  youtube: { settings: {}, streamKey: 'abcd-efgh-ijkl-mnop-qrst' },
  twitch: { settings: {}, streamKey: 'live_123456789_AbCdEfGh' },
};

const HOSTILE = [
  'a b',
  'a|b',
  'a[b]',
  "a'b",
  'a"b',
  'a:b',
  'a\\b',
  'a$b',
  'a;b',
  'a\nb',
  'a`b',
  'ä',
  'a'.repeat(300),
];

describe.each(DESTINATION_IDS)('the destination %s', (id) => {
  const plugin = DESTINATIONS[id];
  const { settings, streamKey } = WORKING[id];

  test('is known by its id and told to browsers as data', () => {
    expect(plugin.id).toBe(id);
    expect(findDestination(id)).toBe(plugin);
    const form = destinationForms().find((one) => one.id === id);
    expect(JSON.parse(JSON.stringify(form))).toEqual(form);
  });

  test('takes what works and makes an address without the key of it', () => {
    const checked = plugin.check(settings, streamKey);
    expect(checked).toMatchObject({ ok: true, value: { streamKey } });
    if (!checked.ok) return;
    const { url, backupUrl } = plugin.ingest(checked.value.settings);
    expect(parseIngestAddress(url, { allowPrivate: false })).toMatchObject({ ok: true });
    expect(`${url} ${backupUrl}`).not.toContain(streamKey);
  });

  test('checks what it checked before and finds it right again', () => {
    const once = plugin.check(settings, streamKey);
    if (!once.ok) throw new Error(once.message);
    expect(plugin.check(once.value.settings, once.value.streamKey)).toEqual(once);
  });

  test.each(HOSTILE)('refuses the key %j with a sentence (T14)', (key) => {
    expect(plugin.check(settings, key)).toMatchObject({
      ok: false,
      field: 'streamKey',
      message: expect.stringMatching(/\.$/) as unknown,
    });
  });

  test('refuses an unknown setting and a key that is an address', () => {
    expect(plugin.check({ ...settings, extra: 'x' }, streamKey)).toMatchObject({
      ok: false,
      field: 'settings.extra',
    });
    expect(plugin.check(settings, 'https://www.youtube.com/watch?v=abcdefghijk')).toMatchObject({
      ok: false,
    });
  });

  test('suits the program as it is by default', () => {
    expect(plugin.suits(DEFAULT_ENCODING)).toEqual([]);
  });

  test('says what is wrong with a program that is too much for it', () => {
    const much = { ...DEFAULT_ENCODING, videoKbps: 90_000, keyframeIntervalS: 20, audioKbps: 900 };
    expect(plugin.suits(much)).toHaveLength(3);
  });

  test('never puts the error of an ingest into other than a whole sentence', () => {
    for (const error of ['NetStream.Publish.BadName', 'Connection reset by peer', 'no idea', '']) {
      const sentence = plugin.explain(error);
      if (sentence !== null) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });
});

test('address and key pasted in one are put apart, so that the key is not shown', () => {
  expect(DESTINATIONS['custom-rtmp'].check({ url: 'rtmp://live.example.org/app/s3cret' }, '')).toEqual({
    ok: true,
    value: { settings: { url: 'rtmp://live.example.org/app' }, streamKey: 's3cret' },
  });
  expect(
    DESTINATIONS['custom-rtmp'].check({ url: 'rtmp://live.example.org/app?key=s3cret' }, ''),
  ).toMatchObject({
    ok: false,
    field: 'settings.url',
  });
});

test.each([
  'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'https://youtu.be/dQw4w9WgXcQ?si=x',
  'https://www.youtube.com/live/dQw4w9WgXcQ',
  'dQw4w9WgXcQ',
])('YouTube knows its video in %s', (typed) => {
  expect(DESTINATIONS.youtube.check({ videoId: typed }, 'abcd-efgh')).toMatchObject({
    ok: true,
    value: { settings: { videoId: 'dQw4w9WgXcQ' } },
  });
});
