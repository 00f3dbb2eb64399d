import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Everything a build is made from. Tests and documents are left out: changing them needs no new build. */
const SOURCES = [
  'app',
  'contract',
  'core',
  'db',
  'demo',
  'edge',
  'engine',
  'livekit',
  'plugins',
  'scripts',
  'setup',
  'supervisor',
  'server.ts',
  'vite.config.ts',
  'vite.audience.config.ts',
  'remix.config.js',
  'tsconfig.json',
  'package-lock.json',
  'patches',
];
const LEFT_OUT = /(\.test\.tsx?|\.md|\.map|~)$/;

/** SHA-256 over names and contents of all sources, in a fixed order. About 50 ms for this repository. */
export function sourceHash(root) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const source of SOURCES) add(join(root, source), source);
  return hash.digest('hex');

  function add(path, name) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      for (const entry of readdirSync(path).sort()) add(join(path, entry), `${name}/${entry}`);
    } else if (!LEFT_OUT.test(name)) {
      hash.update(`${name}\0${stat.size}\0`).update(readFileSync(path));
    }
  }
}

/** Whether build/ was made from the present sources. */
export function buildIsFresh(root) {
  try {
    return readFileSync(join(root, 'build', 'source-hash'), 'utf8') === sourceHash(root);
  } catch {
    return false;
  }
}
