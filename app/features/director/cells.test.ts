import { expect, it } from 'vitest';
import { sampleCamera, sampleState } from '../crew/sample-state';
import { camerasOnAir, exchanged, withCamera } from './cells';

it('a camera fills a cell; one that is in the picture already changes places', () => {
  expect(withCamera(['a', 'b', null], 1, 'c')).toEqual(['a', 'c', null]);
  expect(withCamera(['a', 'b', null], 0, 'b')).toEqual(['b', 'a', null]);
  expect(withCamera(['a', 'b', null], 2, 'a')).toEqual([null, 'b', 'a']);
  expect(withCamera(['a', 'b'], 0, 'a')).toEqual(['a', 'b']);
});

it('the slate fills a cell and leaves other cells of the slate alone', () => {
  expect(withCamera(['a', 'b', null], 0, null)).toEqual([null, 'b', null]);
});

it('two cells change places, the slate in one of them, too', () => {
  expect(exchanged(['a', null, 'c'], 0, 1)).toEqual([null, 'a', 'c']);
  expect(exchanged(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

it('the cameras on the air come in the order of their cells, each once', () => {
  const b = { ...sampleCamera, id: 'b', number: 2 };
  const program = { ...sampleState.program, layout: 'quad' as const, cells: ['b', null, 'a', 'b'] };
  expect(camerasOnAir({ program, cameras: [sampleCamera, b] }).map(({ id }) => id)).toEqual(['b', 'a']);
});
