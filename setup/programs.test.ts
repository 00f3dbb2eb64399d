import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { withoutServices } from './packages';
import { declaredAs, type Program, PROGRAM_NAMES, programRow, programsFor, PROGRAMS } from './programs';
import { linkPrograms, setUpPrograms } from './set-up-programs';

const ROOT = join(import.meta.dirname, '..');

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(\.|node_modules$|build$)/.test(entry.name) ? [] : sources(path);
    // This file names undeclared programs on purpose.
    return /\.(ts|tsx|mjs|js)$/.test(entry.name) && path !== import.meta.filename ? [path] : [];
  });
}

/** Programs that are started by a literal name, and where. */
function started(): { name: string; file: string }[] {
  const calls = /\b(?:spawn|spawnSync|execFile|execFileSync|output|follow|run)\(\s*['"]([^'"]+)['"]/g;
  return sources(ROOT).flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    if (!/from '(node:child_process|.*\/command)'|child_process'\)/.test(text)) return [];
    return [...text.matchAll(calls)].map(([, name = '']) => ({ name, file: relative(ROOT, path) }));
  });
}

describe('the table of programs', () => {
  it('declares each program that a source starts by its name, for those who start it', () => {
    const calls = started();
    const named = new Set(calls.map(({ name }) => name));
    for (const name of ['ffmpeg', 'ffprobe', 'nginx', 'sh', 'tar', 'apt-get', 'Xvfb', 'unshare', 'mount'])
      expect([...named]).toContain(name);
    expect(calls.filter(({ name }) => declaredAs(name) === null)).toEqual([]);
    const tests = new Set<string>(programsFor(['unit', 'integration', 'e2e']));
    const inTests = calls.filter(({ file }) => file.startsWith('tests/') || file.includes('.test.'));
    expect(inTests.filter(({ name }) => !tests.has(declaredAs(name) ?? ''))).toEqual([]);
  });

  it('says of each what it is for, who needs it, and how it is installed or by whom', () => {
    for (const name of PROGRAM_NAMES) {
      const row: Program = programRow(name);
      expect(row.purpose, name).toMatch(/\w+ \w+/);
      expect(row.neededBy.length, name).toBeGreaterThan(0);
      const wayOut = row.byHand ?? row.optional;
      expect(row.install.length > 0 || /^[A-Z].*\.$/.test(wayOut ?? ''), name).toBe(true);
      if (row.helperOf !== undefined) expect(Object.keys(PROGRAMS)).toContain(row.helperOf);
      for (const way of row.install) if (way.by === 'apt') expect(way.packages, name).not.toEqual([]);
    }
    const called = PROGRAM_NAMES.flatMap((name) => [name, ...(programRow(name).aliases ?? [])]);
    expect(new Set(called).size).toBe(called.length);
  });

  it('gives a PATH of the declared programs and nothing else', async () => {
    const folder = await linkPrograms(['unit'], {});
    const ofPackages = ['esbuild'];
    expect([...readdirSync(folder), ...ofPackages].sort()).toEqual(programsFor(['unit']).sort());
    const env = { ...process.env, PATH: folder };
    expect(spawnSync('sh', ['-c', 'sleep 0 && echo fine'], { env }).stdout.toString()).toBe('fine\n');
    expect(spawnSync('sh', ['-c', 'wget'], { env }).stderr.toString()).toContain('wget: not found');
  });

  it('finds what unit tests need on any machine', async () => {
    expect(await setUpPrograms(['unit'])).toEqual({ settings: {}, missing: [] });
  });
});

describe('a child that is not declared', () => {
  const refusal = /^Program wget is not declared for tests in setup\/programs.ts.$/;

  it('is refused by its name, however it is started', async () => {
    expect(() => spawn('wget')).toThrow(refusal);
    expect(() => spawnSync('/usr/bin/wget')).toThrow(refusal);
    expect(() => execFileSync('wget')).toThrow(refusal);
    await expect(async () => promisify(execFile)('wget')).rejects.toThrow(refusal);
  });

  it('is refused also when only the product needs it: no test installs packages', () => {
    expect(() => spawn('apt-get')).toThrow('Program apt-get is not declared for tests');
  });

  it('is not what a test makes for itself', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'touchline-own-')), 'program');
    writeFileSync(file, '#!/bin/sh\necho mine');
    chmodSync(file, 0o755);
    expect(execFileSync(file).toString()).toBe('mine\n');
  });
});

describe('services', () => {
  it('are not started by an installation, and may be again after it or when it was killed', async () => {
    const policy = join(mkdtempSync(join(tmpdir(), 'touchline-policy-')), 'policy-rc.d');
    const ask = () => spawnSync('sh', [policy, 'nginx', 'start']).status;
    let killed = '';
    await withoutServices(policy, async () => {
      expect(ask()).toBe(101);
      killed = readFileSync(policy, 'utf8').replace(`${process.pid}`, '999999999');
    });
    expect(readdirSync(join(policy, '..'))).toEqual([]);
    writeFileSync(policy, killed);
    expect(ask()).toBe(0);
    await withoutServices(policy, async () => undefined);
    expect(readFileSync(policy, 'utf8')).toBe(killed);
  });
});
