import { describe, expect, it } from 'vitest';
import { FAULT_WORDS, captureFault } from './capture-errors';

describe('what getUserMedia rejected with', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['InvalidStateError', 'failed'],
  ] as const)('%s is %s', (name, fault) => {
    expect(captureFault(new DOMException('no', name))).toBe(fault);
  });

  it('is unsupported where mediaDevices is missing, and failed for anything odd', () => {
    expect(captureFault(new TypeError('undefined is not an object'))).toBe('unsupported');
    expect(captureFault('odd')).toBe('failed');
  });

  it('always has a sentence and a remedy', () => {
    for (const words of Object.values(FAULT_WORDS)) {
      expect(words.title).toMatch(/\.$/);
      expect(words.remedy).toMatch(/\.$/);
    }
  });
});
