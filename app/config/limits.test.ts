import { expect, test } from 'vitest';
import { SettingsError } from '../../core/settings';
import { readLimits } from './limits';

test('each limit has its value, and a setting that changes it', () => {
  expect(readLimits({}).joinPerMinute).toEqual({ name: 'joinPerMinute', hits: 10, windowS: 60 });
  expect(readLimits({ LIMIT_JOIN_PER_MINUTE: '3' }).joinPerMinute.hits).toBe(3);
  expect(readLimits({ LIMIT_CAMERAS_PER_EVENT: '4' }).camerasPerEvent).toBe(4);
});

test('all wrong limits are reported at once', () => {
  const read = () => readLimits({ LIMIT_JOIN_PER_MINUTE: '0', LIMIT_BODY_BYTES: 'many' });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(/LIMIT_JOIN_PER_MINUTE[^]*LIMIT_BODY_BYTES/);
});
