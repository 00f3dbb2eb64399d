import { describe, expect, it } from 'vitest';
import type { FixAction, FaultSide } from '../contract/vocabulary';
import type { PlatformFacts } from '../contract/destinations';
import { othersOf, diagnose, type Neighbour, type Symptom } from './diagnosis';

const well: Symptom = {
  state: 'live',
  failure: null,
  failures: 0,
  server: 'only',
  wanted: 'first',
  liveMs: 120_000,
  others: 'none',
  platform: null,
};
const says = (health: PlatformFacts['health'], message: string | null = null): Partial<Symptom> => ({
  platform: { health, message, viewers: null, at: '2026-05-01T10:00:00.000Z' },
});
const lost = (failure: Symptom['failure'], more: Partial<Symptom> = {}): Partial<Symptom> => ({
  state: 'reconnecting',
  failure,
  failures: 1,
  ...more,
});

describe('the verdict on a destination', () => {
  it.each<[string, Partial<Symptom>, FaultSide, FixAction | null, RegExp]>([
    ['a closed port', lost('refused'), 'server', 'check-address', /Nobody answers/],
    ['a silent network', lost('unreachable'), 'server', 'check-address', /Nothing comes back/],
    ['the same everywhere', lost('unreachable', { others: 'ill' }), 'uplink', null, /internet connection/],
    ['an unknown name', lost('unknown-host'), 'address', 'check-address', /name of the server/],
    ['unknown names everywhere', lost('unknown-host', { others: 'ill' }), 'uplink', null, /uplink/],
    ['a private address', lost('forbidden-address'), 'address', 'check-address', /may not be used/],
    ['a server that says nothing', lost('timeout'), 'server', 'try-now', /says nothing/],
    ['silence everywhere', lost('timeout', { others: 'ill' }), 'uplink', null, /uplink/],
    ['a server that hangs up first', lost('hung-up'), 'server', 'check-address', /rtmps:/],
    ['a web server', lost('no-rtmp'), 'address', 'check-address', /no streaming server/],
    ['a wrong path', lost('path'), 'address', 'check-address', /path/],
    ['a refused key', lost('rejected'), 'key', 'replace-key', /refuses the stream key/],
    ['a refused key, others ill', lost('rejected', { others: 'ill' }), 'key', 'replace-key', /stream key/],
    ['a sign-in', lost('sign-in'), 'address', 'check-address', /user name and password/],
    ['a redirect', lost('moved'), 'address', 'check-address', /another address/],
    ['a key in use', lost('in-use'), 'key', 'replace-key', /Another encoder/],
    ['a bad certificate', lost('certificate'), 'server', 'check-address', /certificate/],
    ['a broken connection', lost('dropped'), 'server', 'try-now', /closed the connection/],
    ['one broken, others whole', lost('dropped', { others: 'well' }), 'server', 'try-now', /fault is theirs/],
    ['all broken', lost('dropped', { others: 'ill' }), 'uplink', null, /uplink/],
    [
      'taken and let go thrice',
      lost('dropped', { failures: 3, others: 'well' }),
      'key',
      'replace-key',
      /right after/,
    ],
    ['nothing taken', { state: 'stalled', failure: 'stalled' }, 'server', 'try-now', /takes no data/],
    [
      'only one stalled',
      { state: 'stalled', failure: 'stalled', others: 'well' },
      'server',
      'try-now',
      /theirs/,
    ],
    ['all stalled', { state: 'stalled', failure: 'stalled', others: 'ill' }, 'uplink', null, /uplink/],
    ['too slow', { state: 'stalled', failure: 'slow' }, 'uplink', null, /too slow/],
    [
      'only one too slow',
      { state: 'stalled', failure: 'slow', others: 'well' },
      'server',
      'try-now',
      /theirs/,
    ],
    ['all too slow', { state: 'stalled', failure: 'slow', others: 'ill' }, 'uplink', null, /uplink/],
    ['our own fault', lost('internal'), 'machine', 'try-now', /log of the engine/],
    ['live on the backup', { server: 'backup' }, 'server', 'use-first', /goes to the backup server/],
    [
      'live on the first, though not wanted',
      { server: 'first', wanted: 'backup' },
      'server',
      'use-backup',
      /goes to the first server/,
    ],
    [
      'refused, with another server',
      lost('refused', { server: 'first' }),
      'server',
      'use-backup',
      /The backup/,
    ],
    ['the other one refuses', lost('refused', { server: 'backup' }), 'server', 'use-first', /The first/],
    [
      'a refused key, with another server',
      lost('rejected', { server: 'first' }),
      'key',
      'replace-key',
      /key/,
    ],
    [
      'all broken, with another server',
      lost('dropped', { others: 'ill', server: 'first' }),
      'uplink',
      null,
      /uplink/,
    ],
    ['sent and not seen', says('none'), 'key', 'replace-key', /sees nothing/],
    ['seen and bad', says('bad'), 'platform', 'open-platform', /viewers notice/],
    [
      'seen and bad, in its words',
      says('bad', 'The bitrate is low.'),
      'platform',
      'open-platform',
      /^The bitrate is low\.$/,
    ],
  ])('%s: %j is explained', (_what, symptom, side, remedy, text) => {
    const verdict = diagnose({ ...well, ...symptom });
    expect(verdict).toMatchObject({ side, remedy, text: expect.stringMatching(text) as unknown });
    expect(verdict?.text).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    ['live', {}],
    ['live, others ill', { others: 'ill' }],
    ['live and seen well', says('good')],
    ['live and seen fairly', says('poor')],
    ['live for a minute and not seen yet', { ...says('none'), liveMs: 60_000 }],
    ['live on the backup, as wanted', { server: 'backup', wanted: 'backup' }],
    ['connecting', { state: 'connecting', ...says('none') }],
    ['off', { state: 'off' }],
  ] as [string, Partial<Symptom>][])('nothing is said while it is %s', (_what, symptom) => {
    expect(diagnose({ ...well, ...symptom })).toBeNull();
  });

  it("prefers the platform's own words for a fault, but not to a finding about us", () => {
    const own = 'Copy the key from YouTube Studio.';
    expect(diagnose({ ...well, ...lost('rejected') }, own)).toMatchObject({ side: 'key', text: own });
    expect(diagnose({ ...well, ...lost('dropped', { others: 'ill' }) }, own)?.text).not.toBe(own);
  });
});

describe('how the others do', () => {
  const at = (host: string, state: Neighbour['state'], failure: Neighbour['failure'] = null): Neighbour => ({
    host,
    state,
    failure,
  });
  const own = at('a', 'reconnecting', 'dropped');

  it.each<[Neighbour[], Symptom['others']]>([
    [[own], 'none'],
    [[own, at('a', 'live')], 'none'],
    [[own, at('b', 'live')], 'well'],
    [[own, at('b', 'reconnecting', 'timeout')], 'ill'],
    [[own, at('b', 'reconnecting', 'timeout'), at('c', 'live')], 'well'],
    [[own, at('b', 'reconnecting', 'timeout'), at('c', 'failed', 'rejected')], 'none'],
    [[own, at('b', 'failed', 'rejected')], 'none'],
    [[own, at('b', 'connecting')], 'none'],
    [[own, at('b', 'stalled', 'slow'), at('c', 'stalled', 'stalled')], 'ill'],
  ])('%j: %s', (all, others) => {
    expect(othersOf(own, all)).toBe(others);
  });
});
