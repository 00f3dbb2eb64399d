import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MARKER = '.touchline-installed';

/** What node_modules must match: lock file, patches, and the Node version that its native parts are for. */
function wanted(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const patch of patchesOf(root)) hash.update(patch).update(readFileSync(join(root, 'patches', patch)));
  return hash.update(`${process.platform}-${process.arch}-${process.versions.modules}`).digest('hex');
}

const patchesOf = (root) => readdirSync(join(root, 'patches')).sort();

/** Whether an `npm install` by hand already installed what the lock file names (npm writes its own list). */
function installedByHand(root) {
  const list = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(
    ([path, { version, optional, peer }]) =>
      path === '' || optional || peer || installed[path]?.version === version,
  );
}

/** Installs the locked dependencies unless they are there. Throws one sentence when npm fails. */
export function ensureDependencies(root) {
  const marker = join(root, 'node_modules', MARKER);
  const hash = wanted(root);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return;
  if (!installedByHand(root)) {
    console.error('Installing the locked dependencies (once, about a minute) …');
    npm(root, ['ci', '--include=dev', '--no-audit', '--no-fund']);
  }
  // Scripts of packages are off (.npmrc), whichever npm this is: what is needed is run here, by name.
  const script = join(root, 'node_modules', 'patch-package', 'index.js');
  const { status } = spawnSync(process.execPath, [script, '--error-on-fail'], { cwd: root, stdio: 'pipe' });
  if (status !== 0) throw new Error('A patch of ours (patches/) does not fit: run "npm ci" and start again.');
  const allowed = withAllowedScripts(root).filter((name) => existsSync(join(root, 'node_modules', name)));
  if (allowed.length > 0) npm(root, ['rebuild', '--ignore-scripts=false', ...allowed]);
  writeFileSync(marker, hash);
}

/** Packages whose install scripts may run (package.json, npm-install-scripts(1)). */
function withAllowedScripts(root) {
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys(allowScripts).filter((name) => allowScripts[name]);
}

function npm(root, args) {
  const own = process.env.npm_execpath;
  const [command, first] = own ? [process.execPath, [own]] : ['npm', []];
  // Warnings about other people's packages do not help somebody who starts this.
  const { status, error } = spawnSync(command, [...first, ...args, '--loglevel=error'], {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell: !own && process.platform === 'win32',
  });
  if (status === 0) return;
  throw new Error(
    `The dependencies could not be installed${error ? ` (${error.message})` : ''}: look at npm's message above, then run "npm ci" and start again.`,
  );
}
