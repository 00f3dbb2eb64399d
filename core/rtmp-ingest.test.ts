import { describe, expect, it } from 'vitest';
import { parseIngest, splitIngest } from './rtmp-ingest';

describe('parseIngest', () => {
  it.each([
    ['rtmp://a.example/live', 'k', 'rtmp://a.example', 'live', 'k'],
    ['rtmp://a.example/live/', 'k?x=1&y=%2F', 'rtmp://a.example', 'live', 'k?x=1&y=%2F'],
    ['rtmps://a.example:443/live2', 'a-b', 'rtmps://a.example:443', 'live2', 'a-b'],
    ['rtmp://[::1]:1935/a/b', 'k', 'rtmp://[::1]:1935', 'a/b', 'k'],
    ['rtmp://a.example/live/key', '', 'rtmp://a.example', 'live', 'key'],
    ['rtmp://a.example/live//key/', '', 'rtmp://a.example', 'live', 'key'],
    ['rtmp://a.example/live/key?a=b/c', '', 'rtmp://a.example', 'live', 'key?a=b/c'],
    // As MediaMTX is documented: the path is the stream, and there is no key.
    ['rtmp://a.example/mystream', '', 'rtmp://a.example', 'mystream', ''],
    ['RTMP://live_1.example/live', '12:Ab', 'rtmp://live_1.example', 'live', '12:Ab'],
    ['rtmps://b.example/live2?backup=1', 'k', 'rtmps://b.example', 'live2?backup=1', 'k'],
  ])('takes %s with key %s apart', (url, key, target, app, playpath) => {
    expect(parseIngest(url, key)).toMatchObject({ target, app, playpath, tcUrl: `${target}/${app}` });
  });

  it.each([
    ['http://a.example/live', 'k'],
    ['file:///etc/passwd', 'k'],
    ['rtmp://u:p@a.example/live', 'k'],
    ['rtmp://a.example/live live=1', 'k'],
    ['rtmp://a.example/live', 'k timeout=1'],
    ['rtmp://a.example/live', 'k\nrtmp_tcurl=x'],
    ['rtmp://a.example', ''],
    ['rtmp://a.example/', 'k'],
    ['rtmp://a.example', 'k'],
    ['-i rtmp://a.example/live', 'k'],
    ['rtmp://a.example|file:/x/live', 'k'],
  ])('refuses %j with key %j and repeats neither', (url, key) => {
    const attempt = () => parseIngest(url, key);
    expect(attempt).toThrow(RangeError);
    expect(attempt).not.toThrow(/example|etc/);
  });
});

describe('splitIngest', () => {
  it.each([
    ['rtmp://a.example/live/key', 'rtmp://a.example/live', 'key'],
    ['rtmps://a.example:443/a/b/key/', 'rtmps://a.example:443/a/b', 'key'],
    ['rtmp://[::1]/live/key?token=a/b', 'rtmp://[::1]/live', 'key?token=a/b'],
  ])('takes the key from the end of %s, where the engine would', (url, address, key) => {
    expect(splitIngest(url)).toEqual({ address, key });
    const { app, playpath } = parseIngest(url, '');
    expect(parseIngest(address, key)).toMatchObject({ app, playpath });
  });

  it.each(['rtmp://a.example', 'rtmp://a.example/', 'rtmp://a.example/live/', 'rtmp://a.example/live?a=b/c'])(
    'finds none in %s',
    (url) => {
      expect(splitIngest(url)).toBeNull();
    },
  );
});
