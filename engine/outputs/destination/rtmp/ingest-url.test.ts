import { describe, expect, it } from 'vitest';
import { parseIngest } from './ingest-url';

describe('parseIngest', () => {
  it.each([
    ['rtmp://a.example/live', 'k', 'rtmp://a.example', 'live', 'k'],
    ['rtmp://a.example/live/', 'k?x=1&y=%2F', 'rtmp://a.example', 'live', 'k?x=1&y=%2F'],
    ['rtmps://a.example:443/live2', 'a-b', 'rtmps://a.example:443', 'live2', 'a-b'],
    ['rtmp://[::1]:1935/a/b', 'k', 'rtmp://[::1]:1935', 'a/b', 'k'],
    ['rtmp://a.example/live/key', '', 'rtmp://a.example', 'live', 'key'],
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
    ['rtmp://a.example/live', ''],
    ['rtmp://a.example', 'k'],
    ['-i rtmp://a.example/live', 'k'],
    ['rtmp://a.example|file:/x/live', 'k'],
  ])('refuses %j with key %j and repeats neither', (url, key) => {
    const attempt = () => parseIngest(url, key);
    expect(attempt).toThrow(RangeError);
    expect(attempt).not.toThrow(/example|etc/);
  });
});
