import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { LogFile, readLines, terminalText } from './child-log';

it('tells warnings and problems of our own processes and of LiveKit by their text', () => {
  expect(terminalText('{"level":40,"msg":"camera is late"}')).toBe('camera is late');
  expect(terminalText('{"level":50,"msg":"no database","err":{"message":"refused"}}')).toBe(
    'no database: refused',
  );
  expect(terminalText('{"level":"warn","msg":"slow"}')).toBe('slow');
  expect(terminalText('2026-01-01 UTC [1] FATAL:  out of memory')).toContain('out of memory');
});

it('keeps everything else for the log file', () => {
  expect(terminalText('{"level":30,"msg":"ready"}')).toBeNull();
  expect(terminalText('{"level":"info","msg":"no error"}')).toBeNull();
  expect(terminalText('listening')).toBeNull();
  expect(terminalText('    at Error (file.ts:1:1)')).toBeNull();
  expect(terminalText('[1] FATAL:  the database system is starting up')).toBeNull();
});

it('reads lines however they come, and one that does not end in pieces', async () => {
  const stream = new PassThrough();
  const lines: string[] = [];
  readLines(stream, (line) => lines.push(line));
  for (const piece of ['on', 'e\r\ntwo\n\nth', 'ree']) stream.write(piece);
  for (let i = 0; i < 40; i++) stream.write('x'.repeat(5_000));
  await vi.waitFor(() => expect(lines).toHaveLength(6));
  expect(lines.slice(0, 3)).toEqual(['one', 'two', '']);
  expect(lines.slice(3).every(({ length }) => length === 65_536)).toBe(true);
  stream.end('end\n');
  await vi.waitFor(() => expect(lines.at(-1)).toMatch(/xend$/));
});

describe('the file of a log', () => {
  it('keeps some megabytes for a disk that hangs, and counts the rest', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'touchline-log-')), 'web.log');
    const file = new LogFile(path);
    // Nothing is written before this turn of the event loop ends: to the log that is a disk that hangs.
    for (let i = 0; i < 20; i++) file.write(`${'x'.repeat(999_999)}\n`);
    await vi.waitFor(() => {
      file.write('after\n');
      expect(readFileSync(path, 'utf8')).toMatch(/\((1\d) lines could not be written here\)\nafter/);
    }, 10_000);
    expect(statSync(path).size).toBeLessThan(7_000_000);
  });

  it('is opened again after it could not be written, and says how many lines are missing', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'touchline-log-')), 'web.log');
    mkdirSync(path);
    const file = new LogFile(path, { reopenAfterMs: 300 });
    file.write('one\n');
    await setTimeout(50);
    file.write('lost\n');
    rmSync(path, { recursive: true });
    await vi.waitFor(() => {
      file.write('two\n');
      expect(readFileSync(path, 'utf8')).toMatch(/^\(\d+ lines could not be written here\)\ntwo\n/);
    }, 10_000);
  });

  it('begins again when it is full, while the process runs', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'touchline-log-')), 'web.log');
    const file = new LogFile(path, { largestBytes: 100 });
    for (let line = 0; line < 30; line++) {
      file.write(`line ${line} of some twenty bytes\n`);
      await vi.waitFor(() => expect(readFileSync(path, 'utf8')).toContain(`line ${line} `), 5_000);
    }
    expect(statSync(path).size).toBeLessThan(200);
    expect(readFileSync(`${path}.1`, 'utf8')).toContain('line 2');
  });
});
