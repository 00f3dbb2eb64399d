import { expect, test } from 'vitest';
import { platformViewers } from './viewer-count';

const NOW = Date.parse('2026-05-02T15:00:00Z');
const reported = (viewers: number | null, at = '2026-05-02T14:59:00Z') => ({
  health: null,
  message: null,
  viewers,
  at,
});

test('what platforms reported lately is summed by kind; nothing is made up for the others', () => {
  const destinations = [
    { plugin: 'youtube', enabled: true, platform: reported(12) },
    { plugin: 'youtube', enabled: true, platform: reported(3) },
    { plugin: 'twitch', enabled: true, platform: reported(null) },
    { plugin: 'custom-rtmp', enabled: true, platform: null },
  ];
  expect(platformViewers(destinations, NOW)).toEqual({ youtube: 15 });
});

test('an old number and one of a destination that is off say nothing', () => {
  const destinations = [
    { plugin: 'youtube', enabled: true, platform: reported(12, '2026-05-02T14:50:00Z') },
    { plugin: 'twitch', enabled: false, platform: reported(7) },
  ];
  expect(platformViewers(destinations, NOW)).toEqual({});
});
