import { expect, test } from 'vitest';
import { requestTarget } from './request-target';

test.each([
  ['/api/v1/events', '/api/v1/events'],
  ['/watch/derby?lang=de&x=/../a%41', '/watch/derby?lang=de&x=/../a%41'],
  ['/%61pi/%76%31/events', '/api/v1/events'],
  ['/hls/../api/v1/events', '/api/v1/events'],
  ['/hls/%2e%2E/api/v1/events', '/api/v1/events'],
  ['/hls\\..\\api\\v1', '/api/v1'],
  ['http://other.example/api/v1?a=b', '/api/v1?a=b'],
  ['HTTP://other.example', '/'],
  ['http://other.example?a', '/?a'],
  ['//other.example/api', '//other.example/api'],
  ['/../..//a', '//a'],
  ['/a#b', '/a'],
  // What is a separator, or no text, stays as it was sent.
  ['/a%2Fb%00%ff%zz%', '/a%2Fb%00%ff%zz%'],
  ['/%C3%A4', '/%C3%A4'],
])('%s is asked for as %s', (sent, asked) => {
  expect(requestTarget(sent)).toBe(asked);
  expect(requestTarget(asked)).toBe(asked);
});

test.each(['*', 'host:443', 'api/v1', ''.padEnd(3, '\n')])('%j is no address', (sent) => {
  expect(requestTarget(sent)).toBeNull();
});
