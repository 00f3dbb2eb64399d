import { expect, it } from 'vitest';
import { worthTelling } from './child-log';

it('tells warnings and faults of our own processes and of LiveKit by their text', () => {
  expect(worthTelling('{"level":40,"msg":"camera is late"}')).toBe('camera is late');
  expect(worthTelling('{"level":50,"msg":"no database","err":{"message":"refused"}}')).toBe(
    'no database: refused',
  );
  expect(worthTelling('{"level":"warn","msg":"slow"}')).toBe('slow');
  expect(worthTelling('2026-01-01 UTC [1] FATAL:  out of memory')).toContain('out of memory');
});

it('keeps everything else for the log file', () => {
  expect(worthTelling('{"level":30,"msg":"ready"}')).toBeNull();
  expect(worthTelling('{"level":"info","msg":"no error"}')).toBeNull();
  expect(worthTelling('listening')).toBeNull();
  expect(worthTelling('    at Error (file.ts:1:1)')).toBeNull();
  expect(worthTelling('[1] FATAL:  the database system is starting up')).toBeNull();
});
