import * as childProcess from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, resolve, sep } from 'node:path';
import { PROGRAMS, declaredAs, type Program, programsFor } from '../../../setup/programs';

/**
 * Loaded before each test file: a child that is not declared in setup/programs.ts is refused by its name.
 * What such a child starts itself finds on its PATH only what is declared, when `npm test` runs the tests.
 */
const FOR_TESTS = new Set<string>(programsFor(['unit', 'integration', 'e2e']));
/** What tests make for themselves, and what comes with the locked dependencies. */
const OURS = [tmpdir(), realpathSync('node_modules'), resolve('.cache')];

export function refuseUndeclared(file: string): void {
  if (file === process.execPath) return;
  const name = basename(file);
  const row = declaredAs(name);
  if (row !== null && FOR_TESTS.has(row)) return;
  if (isAbsolute(file) && (OURS.some((folder) => file.startsWith(folder + sep)) || isNamed(file))) return;
  throw new Error(`Program ${name} is not declared for tests in setup/programs.ts.`);
}

const isNamed = (file: string): boolean =>
  Object.values<Program>(PROGRAMS).some(
    ({ setting }) => setting !== undefined && process.env[setting] === file,
  );

const INSTALLED = Symbol.for('touchline.spawn-guard');

/** `spawn`, `execFile`, `exec` and `fork` all come down to this method, the others to `spawnSync`. */
function install(): void {
  const prototype = childProcess.ChildProcess.prototype;
  if (Reflect.has(prototype, INSTALLED)) return;
  const guarded = (at: (args: unknown[]) => unknown) => ({
    apply(target: () => unknown, self: unknown, args: unknown[]) {
      refuseUndeclared(String(at(args)));
      return Reflect.apply(target, self, args);
    },
  });
  const fileOf = ([options]: unknown[]) =>
    typeof options === 'object' && options !== null && 'file' in options ? options.file : '';
  Reflect.set(prototype, 'spawn', new Proxy(Reflect.get(prototype, 'spawn'), guarded(fileOf)));
  Reflect.set(prototype, INSTALLED, true);
  const exports: object = createRequire(import.meta.url)('node:child_process');
  for (const name of ['spawnSync', 'execFileSync'])
    Reflect.set(
      exports,
      name,
      new Proxy(
        Reflect.get(exports, name),
        guarded(([file]) => file),
      ),
    );
  syncBuiltinESMExports();
}

install();
