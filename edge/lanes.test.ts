import { expect, it } from 'vitest';
import { KnownCrew, laneOf } from './lanes';

it('commands, chat, media and pages are distinguished by their paths', () => {
  expect(laneOf('POST', '/api/v1/events/cup/cut')).toBe('commands');
  expect(laneOf('POST', '/API/V1/events/cup/cut')).toBe('commands');
  expect(laneOf('POST', '/api/chat/cup')).toBe('chat');
  expect(laneOf('GET', '/api/chat/cup')).toBe('pages');
  expect(laneOf('GET', '/hls/cup/live.m3u8')).toBe('media');
  expect(laneOf('GET', '/recordings/x')).toBe('media');
  expect(laneOf('GET', '/watch/cup')).toBe('pages');
});

it('whose command was carried out is known until their credentials end', () => {
  const crew = new KnownCrew();
  const token = { authorization: 'Bearer a' };
  expect(crew.has(token)).toBe(false);
  crew.answered(token, 404);
  expect(crew.has(token)).toBe(false);
  crew.answered(token, 200);
  expect(crew.has(token)).toBe(true);
  expect(crew.has({ authorization: 'Bearer b' })).toBe(false);
  expect(crew.has({})).toBe(false);
  crew.answered(token, 409);
  expect(crew.has(token)).toBe(true);
  crew.answered(token, 401);
  expect(crew.has(token)).toBe(false);
});
