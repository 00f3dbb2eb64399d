import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { BUILD_TARGETS, OLDEST } from './browser-floor';

test('the guides and the sentence of the pages name the browsers that the build is made for', async () => {
  expect(BUILD_TARGETS).toEqual(['es2022', 'safari15.4', 'ios15.4', 'chrome108', 'edge108', 'firefox101']);
  for (const file of ['README.md', 'docs/operator.md', 'docs/troubleshooting.md']) {
    const guide = await readFile(file, 'utf8');
    for (const version of Object.values(OLDEST)) expect(guide, file).toContain(version);
  }
});
