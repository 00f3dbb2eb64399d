import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { API_GUIDE, renewed } from './api-tables';

test('the tables of docs/api.md are those of app/api and of the limits', async () => {
  const guide = await readFile(API_GUIDE, 'utf8');
  expect(guide === renewed(guide), 'docs/api.md is stale: run `npm run docs` and look at what changed').toBe(
    true,
  );
});

test('a table that nobody knows is an error, and so is one that is left out', () => {
  expect(() => renewed('<!-- table: nonsense -->\n\n<!-- end of table -->')).toThrow('nonsense');
  expect(() => renewed('')).toThrow('events');
});
