import { expect, test } from 'vitest';
import { HEARD_LIFE_MS, LocalViewers } from './local-viewers';

const written = (viewers: LocalViewers) => {
  const { present, gone } = viewers.takeChanges();
  return {
    present: present.map(({ viewer, socket, embed }) => `${viewer}${socket ? ' s' : ''}${embed ? ' e' : ''}`),
    gone: gone.map(({ viewer, everywhere }) => (everywhere ? `${viewer} everywhere` : viewer)),
  };
};

test('a viewer with two sockets and heartbeats is one, until the last of them is gone', () => {
  const viewers = new LocalViewers(10);
  viewers.connected('match', 'ann', 'home');
  viewers.connected('match', 'ann', 'home');
  viewers.heard('match', 'ann', 'home', 0);
  expect(written(viewers)).toEqual({ present: ['ann s e'], gone: [] });
  viewers.disconnected('match', 'ann');
  viewers.disconnected('match', 'ann');
  expect(written(viewers)).toEqual({ present: ['ann e'], gone: [] });
  viewers.expire(HEARD_LIFE_MS + 1);
  expect(written(viewers)).toEqual({ present: [], gone: ['ann'] });
  expect(viewers.eventIds).toEqual([]);
});

test('one missed heartbeat, or two, do not end a viewer', () => {
  const viewers = new LocalViewers(10);
  viewers.heard('match', 'ann', 'home', 0);
  viewers.takeChanges();
  viewers.expire(HEARD_LIFE_MS);
  expect(viewers.changed).toBe(false);
});

test('who leaves by a beacon is gone everywhere, also where this process never heard of it', () => {
  const viewers = new LocalViewers(10);
  viewers.heard('match', 'ann', 'home', 0);
  viewers.left('match', 'ann');
  viewers.left('match', 'bob');
  expect(written(viewers)).toEqual({ present: [], gone: ['ann everywhere', 'bob everywhere', 'ann'] });
});

test('a beacon does not end a viewer whose socket is still open', () => {
  const viewers = new LocalViewers(10);
  viewers.connected('match', 'ann', 'home');
  viewers.heard('match', 'ann', 'home', 0);
  viewers.left('match', 'ann');
  expect(written(viewers).present).toEqual(['ann s']);
});

test('a heartbeat of a known viewer is announced again: another process may have taken it for gone', () => {
  const viewers = new LocalViewers(10);
  viewers.heard('match', 'ann', 'home', 0);
  viewers.takeChanges();
  viewers.heard('match', 'ann', 'home', 10_000);
  expect(viewers.unwritten('match')).toBe(0);
  expect(written(viewers).present).toEqual(['ann e']);
});

test('what could not be written is written next time, as it then is', () => {
  const viewers = new LocalViewers(10);
  viewers.heard('match', 'ann', 'home', 0);
  viewers.heard('match', 'bob', 'home', 0);
  const changes = viewers.takeChanges();
  expect(viewers.unwritten('match')).toBe(0);
  viewers.putBack(changes);
  expect(viewers.unwritten('match')).toBe(2);
  viewers.left('match', 'bob');
  expect(written(viewers)).toEqual({ present: ['ann e'], gone: ['bob everywhere', 'bob'] });
});

test('heartbeats of one address beyond the cap are not kept, and make room when one leaves', () => {
  const viewers = new LocalViewers(2);
  for (const who of ['a', 'b', 'c', 'd']) viewers.heard('match', who, 'home', 0);
  viewers.heard('match', 'e', 'elsewhere', 0);
  expect(written(viewers).present).toEqual(['a e', 'b e', 'e e']);
  viewers.left('match', 'a');
  viewers.heard('match', 'c', 'home', 1);
  expect(written(viewers).present).toEqual(['c e']);
});

test('a million goodbyes of one viewer, or of made-up ones, fill no memory', () => {
  const viewers = new LocalViewers(10);
  for (let n = 0; n < 1_000; n += 1) viewers.left('match', 'ann');
  for (let n = 0; n < 20_000; n += 1) viewers.left('match', `made up ${n}`);
  const changes = viewers.takeChanges();
  expect(changes.gone.filter(({ viewer }) => viewer === 'ann')).toHaveLength(1);
  expect(changes.gone.length).toBeLessThanOrEqual(10_000);
  viewers.putBack(changes);
  viewers.putBack(changes);
  expect(viewers.takeChanges().gone).toHaveLength(changes.gone.length);
});
