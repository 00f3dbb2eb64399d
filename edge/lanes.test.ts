import { expect, it } from 'vitest';
import { fileOf, KnownCrew, laneOf } from './lanes';

it('commands, chat, media and pages are distinguished by their paths', () => {
  expect(laneOf('POST', '/api/v1/events/cup/cut')).toBe('commands');
  expect(laneOf('POST', '/API/V1/events/cup/cut')).toBe('commands');
  expect(laneOf('POST', '/api/chat/cup')).toBe('chat');
  expect(laneOf('GET', '/api/chat/cup')).toBe('pages');
  expect(laneOf('GET', '/hls/cup/live.m3u8')).toBe('media');
  expect(laneOf('GET', '/recordings/x')).toBe('media');
  expect(laneOf('GET', '/watch/cup')).toBe('pages');
});

it('files that take long to read are distinguished by their paths', () => {
  expect(fileOf('/recordings/x')).toBe('recordings');
  expect(fileOf('/HLS/cup/12.ts')).toBe('segments');
  expect(fileOf('/hls/cup/live.m3u8')).toBeNull();
  expect(fileOf('/assets/x.js')).toBeNull();
});

it('who directs is known by a command that was carried out, until their credentials end', () => {
  let now = 0;
  const crew = new KnownCrew(() => now);
  const token = { authorization: 'Bearer a' };
  crew.answered(token, 404, false);
  // Anybody gets the description of the API, whatever stands in this header.
  crew.answered(token, 200, false);
  expect(crew.has(token)).toBe(false);
  crew.answered(token, 200, true);
  expect(crew.has(token)).toBe(true);
  expect(crew.has({ authorization: 'Bearer b' })).toBe(false);
  expect(crew.has({})).toBe(false);
  crew.answered(token, 409, false);
  expect(crew.has(token)).toBe(true);
  crew.answered(token, 401, false);
  expect(crew.has(token)).toBe(false);
  crew.answered(token, 200, true);
  now += 10 * 60_000;
  expect(crew.has(token)).toBe(false);
});

it('who directs by a cookie is known by it, whatever other cookies the site has', () => {
  const crew = new KnownCrew();
  const cookie = 'touchline-0a1b2c3d-crew-cup=abc';
  crew.answered({ cookie: `AWSALB=1; ${cookie}` }, 200, true);
  expect(crew.has({ cookie: `${cookie}; AWSALB=2` })).toBe(true);
  expect(crew.has({ cookie: 'AWSALB=1' })).toBe(false);
  crew.answered({ cookie: 'AWSALB=1' }, 200, true);
  expect(crew.has({ cookie: 'AWSALB=1' })).toBe(false);
});
