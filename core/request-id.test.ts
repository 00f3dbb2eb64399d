import { expect, test } from 'vitest';
import { z } from 'zod';
import { TABLE } from '../app/api/table';
import { countsOnce } from './request-id';

test('the edge repeats those commands, and only those, whose body takes an id', () => {
  // Each event of a batch of the score has its own.
  const takesId = TABLE.filter(
    ({ body }) => body instanceof z.ZodObject && ('requestId' in body.shape || 'events' in body.shape),
  );
  expect(takesId.length).toBeGreaterThan(3);
  const repeated = TABLE.filter(({ method, path }) => countsOnce(method, path.replace(':slug', 'cup')));
  expect(repeated.map(({ address }) => address)).toEqual(takesId.map(({ address }) => address));
});
