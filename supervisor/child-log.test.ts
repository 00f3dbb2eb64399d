import { expect, it } from 'vitest';
import { terminalText } from './child-log';

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
