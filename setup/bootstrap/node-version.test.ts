import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { nodeError } from './node-version.mjs';

const root = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
const Engines = z.object({ engines: z.object({ node: z.string().regex(/^>=\d+\.\d+$/) }) });

it('asks for the same Node in package.json, its lock file, the README and at the start', () => {
  const oldest = Engines.parse(JSON.parse(read('package.json'))).engines.node.slice(2);
  const lock = z.object({ packages: z.object({ '': Engines }) }).parse(JSON.parse(read('package-lock.json')));
  expect(lock.packages[''].engines.node).toBe(`>=${oldest}`);
  expect(read('README.md')).toContain(`You need Node ${oldest} or later.`);
  expect(nodeError('18.20.0')).toContain(`Touchline needs Node ${oldest} or later, and this is 18.20.0`);

  const [major = 0, minor = 0] = oldest.split('.').map(Number);
  expect(nodeError(`${major}.${minor}.0`)).toBeNull();
  expect(nodeError(`${major}.${minor - 1}.9`)).not.toBeNull();
  expect(nodeError(`${major + 2}.0.0`)).toBeNull();
});
