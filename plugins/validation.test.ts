import { describe, expect, test } from 'vitest';
import { DESTINATIONS } from './destinations';

/** Mistakes that people make, and the sentence each one gets. */

const { youtube, twitch, 'custom-rtmp': custom } = DESTINATIONS;
const none = { secrets: {} };

describe('an RTMP server', () => {
  test.each([
    ['rtmp://müller.example/live', 'rtmp://xn--mller-kva.example/live'],
    ['rtmps://Bücher.Example:443/app', 'rtmps://xn--bcher-kva.example:443/app'],
    ['rtmp://東京.example/live', 'rtmp://xn--1lqs71d.example/live'],
  ])('%s is stored by the name that DNS has', (url, stored) => {
    expect(custom.check({ settings: { url }, streamKey: 'match-1', ...none })).toMatchObject({
      value: { settings: { url: stored } },
    });
  });

  test('a name that is none, or a path of other letters, is refused with a sentence', () => {
    for (const url of [
      'rtmp://mü ller.example/live',
      'rtmp://live.example.org/müller',
      'rtmp://ü@x.example/a',
    ])
      expect(custom.check({ settings: { url }, streamKey: 'match-1', ...none })).toMatchObject({ ok: false });
  });

  test('address and key pasted in one are put apart, so that the key is not shown', () => {
    expect(
      custom.check({ settings: { url: 'rtmp://live.example.org/app/s3cret' }, streamKey: '', ...none }),
    ).toEqual({
      ok: true,
      value: { settings: { url: 'rtmp://live.example.org/app' }, streamKey: 's3cret', secrets: {} },
    });
  });

  describe('with a whole address pasted over the stored one', () => {
    const stored = { url: 'rtmp://live.example.org/app' };
    const change = (
      url: string,
      streamKey: string | null = null,
      before: Record<string, string> = stored,
    ) => {
      const checked = custom.check({ settings: { url }, streamKey, ...none }, before);
      return checked.ok ? [checked.value.settings.url, checked.value.streamKey] : checked.message;
    };

    test.each([
      ['rtmp://live.example.org/app/new-key-1', null, 'rtmp://live.example.org/app', 'new-key-1'],
      ['rtmp://other.example.org/live/new-key-1/', null, 'rtmp://other.example.org/live', 'new-key-1'],
      ['rtmp://live.example.org/app/k?token=a/b', null, 'rtmp://live.example.org/app', 'k?token=a/b'],
      // The key in both fields; and another one in the address than in its own field, which counts.
      ['rtmp://other.example.org/live/new-key-1', 'new-key-1', 'rtmp://other.example.org/live', 'new-key-1'],
      ['rtmp://live.example.org/app/old-key-1', 'new-key-1', 'rtmp://live.example.org/app', 'new-key-1'],
    ])('%s with key %s: the address loses its key', (url, streamKey, address, key) => {
      expect(change(url, streamKey)).toEqual([address, key]);
    });

    test('an application of two parts stays one, as it is stored and at another server', () => {
      const two = { url: 'rtmp://live.example.org/app/_definst_' };
      expect(change(two.url, null, two)).toEqual([two.url, null]);
      const moved = 'rtmp://b.example.org/app/_definst_';
      expect(change(moved, null, two)).toEqual([moved, null]);
      expect(change(moved, 'a-key')).toEqual([moved, 'a-key']);
    });

    test('a last part that may be the key or the application is asked about, not stored and not taken for the key', () => {
      const two = { url: 'rtmp://live.example.org/app/north' };
      const south = 'rtmp://live.example.org/app/south';
      expect(change(south, null, two)).toMatch(/application or the stream key.*type it once more/);
      expect(change(south, 'the-key', two)).toEqual([south, 'the-key']);
      expect(change(south, 'south', two)).toEqual(['rtmp://live.example.org/app', 'south']);
      const backup = (streamKey: string | null, backupUrl = 'rtmp://b.example.org/app/s3cret-key') =>
        custom.check({ settings: { ...two, backupUrl }, streamKey, ...none }, two);
      expect(backup(null)).toMatchObject({ ok: false, field: 'settings.backupUrl' });
      expect(backup('s3cret-key')).toMatchObject({
        value: { settings: { backupUrl: 'rtmp://b.example.org/app' } },
      });
      expect(backup(null, 'rtmp://b.example.org/app/north')).toMatchObject({ ok: true });
    });

    test('a backup address with a key that cannot be compared is refused', () => {
      const backupUrl = 'rtmp://b.example.org/app/new-key-1';
      const settings = { ...stored, backupUrl };
      expect(custom.check({ settings, streamKey: null, ...none }, stored)).toMatchObject({
        ok: false,
        field: 'settings.backupUrl',
        message: expect.stringMatching(/stream key out of it/) as unknown,
      });
      // What is stored already does not stand in the way of another change.
      expect(custom.check({ settings, streamKey: null, ...none }, settings)).toMatchObject({ ok: true });
    });
  });

  test.each(['2027576022:AbCd_efGH', 'a+b@c!d,e', 'p$w(o)r*d;#1'])(
    'takes %s for a key, as servers give them',
    (streamKey) => {
      const checked = custom.check({ settings: { url: 'rtmp://live.example.org/s/' }, streamKey, ...none });
      expect(checked).toMatchObject({ ok: true, value: { streamKey } });
    },
  );

  // A signed token, as MediaMTX and SRS take it.
  const long = `match-1?jwt=${'eyJhbGciOiJSUzI1NiJ9.'.repeat(40)}`;
  test.each([
    ['in its own field', 'rtmp://live.example.org/live', long],
    ['at the end of the address', `rtmp://live.example.org/live/${long}`, ''],
    ['of base64, at the end of the address', 'rtmp://live.example.org/live/match-1?token=ab/', ''],
  ])('takes a key with a token %s as it is', (_where, url, streamKey) => {
    expect(custom.check({ settings: { url }, streamKey, ...none })).toMatchObject({
      ok: true,
      value: {
        settings: { url: 'rtmp://live.example.org/live' },
        streamKey: streamKey || url.slice('rtmp://live.example.org/live/'.length),
      },
    });
  });

  test('says that a key is too long, and not that its letters are wrong', () => {
    const url = 'rtmp://live.example.org/live';
    expect(custom.check({ settings: { url }, streamKey: 'a'.repeat(1_025), ...none })).toMatchObject({
      field: 'streamKey',
      message: expect.stringMatching(/more than 1024 characters/) as unknown,
    });
  });

  test.each(['{stream_key}', '<your key>'])(
    'leaves out %s, by which a page shows where the key goes',
    (place) => {
      const url = `rtmp://live.example.org/app/${place}`;
      expect(custom.check({ settings: { url }, streamKey: 'a-key', ...none })).toMatchObject({
        ok: true,
        value: { settings: { url: 'rtmp://live.example.org/app' }, streamKey: 'a-key' },
      });
    },
  );

  test.each(['rtmp://live.example.org', 'rtmp://%6cocalhost/app'])(
    '%s, which could not be sent to, is not taken either',
    (url) => {
      expect(custom.check({ settings: { url }, streamKey: 'a-key', ...none })).toMatchObject({
        ok: false,
        field: 'settings.url',
      });
    },
  );

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
    ['rtmp://live.example.org/live?vhost=a/k', /at its end/],
    ['rtmp://user:pw@live.example.org/app', /stream key/],
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

describe('an SRT server', () => {
  const { srt } = DESTINATIONS;
  const withPassphrase = (passphrase: string) =>
    srt.check({ settings: { url: 'srt://live.example.org:9000' }, streamKey: '', secrets: { passphrase } });

  test.each(['Corner & kick! 4-2', 'p@ss"w\'rd{$}#1', 'a'.repeat(79)])(
    'takes the passphrase %s, as people think one up',
    (passphrase) => {
      expect(withPassphrase(passphrase)).toMatchObject({ ok: true, value: { secrets: { passphrase } } });
    },
  );

  test.each([
    ['too-short', /10 to 79 characters/],
    ['a'.repeat(80), /10 to 79 characters/],
    ['Schlüsselwort', /English keyboard/],
    ['two\nlines-here', /English keyboard/],
  ])('does not take %j, with the reason', (passphrase, told) => {
    expect(withPassphrase(passphrase)).toMatchObject({
      field: 'secrets.passphrase',
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
