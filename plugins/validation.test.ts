import { describe, expect, test } from 'vitest';
import { DESTINATIONS } from '.';

/** Mistakes that people make, and the sentence each one gets. */

const { youtube, twitch, 'custom-rtmp': custom } = DESTINATIONS;
const none = { secrets: {} };

describe('an RTMP server', () => {
  test('address and key pasted in one are put apart, so that the key is not shown', () => {
    expect(
      custom.check({ settings: { url: 'rtmp://live.example.org/app/s3cret' }, streamKey: '', ...none }),
    ).toEqual({
      ok: true,
      value: { settings: { url: 'rtmp://live.example.org/app' }, streamKey: 's3cret', secrets: {} },
    });
  });

  const withBackup = (backupUrl: string, url = 'rtmp://a.example.org/app') =>
    custom.check({ settings: { url, backupUrl }, streamKey: 's3cret-key', ...none });

  test('a backup address pasted with the key loses the key', () => {
    expect(withBackup('rtmp://b.example.org/app/s3cret-key')).toMatchObject({
      ok: true,
      value: { settings: { backupUrl: 'rtmp://b.example.org/app' } },
    });
  });

  test.each([
    ['rtmp://a.example.org/app', /first address again/],
    ['https://b.example.org/app', /web page/],
    ['rtmp://b.example.org/app?key=x', /into the stream key/],
    ['rtmp://u:p@b.example.org/app', /user name/],
  ])('%s is refused as a backup address, with what to do', (backupUrl, told) => {
    expect(withBackup(backupUrl)).toMatchObject({
      ok: false,
      field: 'settings.backupUrl',
      message: expect.stringMatching(told) as unknown,
    });
  });

  test.each([
    ['rtmp://live.example.org/app?key=s3cret', /into the stream key/],
    ['https://live.example.org/app', /web page/],
    ['srt://live.example.org:9000', /SRT/],
    ['', /missing/],
  ])('%s is refused, with what to do', (url, told) => {
    const checked = custom.check({ settings: { url }, streamKey: '', ...none });
    expect(checked).toMatchObject({
      ok: false,
      field: 'settings.url',
      message: expect.stringMatching(told) as unknown,
    });
  });
});

describe('YouTube', () => {
  test.each([
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    'https://youtu.be/dQw4w9WgXcQ?si=x',
    'https://www.youtube.com/live/dQw4w9WgXcQ',
    'https://studio.youtube.com/video/dQw4w9WgXcQ/livestreaming',
    'dQw4w9WgXcQ',
  ])('knows its video in %s', (videoId) => {
    expect(youtube.check({ settings: { videoId }, streamKey: 'abcd-efgh', ...none })).toMatchObject({
      ok: true,
      value: { settings: { videoId: 'dQw4w9WgXcQ' } },
    });
  });

  test.each([
    ['https://www.youtube.com/@club', /channel/],
    ['https://example.org/watch?v=dQw4w9WgXcQ', /no address of a YouTube video/],
  ])('does not take %s for a video', (videoId, told) => {
    const checked = youtube.check({ settings: { videoId }, streamKey: 'abcd-efgh', ...none });
    expect(checked).toMatchObject({
      field: 'settings.videoId',
      message: expect.stringMatching(told) as unknown,
    });
  });

  test.each([
    ['https://youtu.be/dQw4w9WgXcQ', /watch address, not a stream key/],
    ['rtmp://a.rtmp.youtube.com/live2', /an address, not the stream key/],
    ['live_123456789_AbCdEfGh', /stream key of Twitch/],
    ['', /missing/],
    ['abcd efgh', /without spaces/],
  ])('does not take %s for its key', (streamKey, told) => {
    const checked = youtube.check({ settings: {}, streamKey, ...none });
    expect(checked).toMatchObject({ field: 'streamKey', message: expect.stringMatching(told) as unknown });
  });
});

describe('Twitch', () => {
  test.each(['mychannel', 'twitch.tv/mychannel', 'https://www.twitch.tv/mychannel/'])(
    'knows its channel in %s',
    (channel) => {
      expect(twitch.check({ settings: { channel }, streamKey: 'live_1_abc', ...none })).toMatchObject({
        ok: true,
        value: { settings: { channel: 'mychannel' } },
      });
    },
  );

  test('does not take a key of YouTube', () => {
    expect(twitch.check({ settings: {}, streamKey: 'abcd-efgh-ijkl-mnop-qrst', ...none })).toMatchObject({
      field: 'streamKey',
      message: expect.stringMatching(/stream key of YouTube/) as unknown,
    });
  });
});
