import { describe, expect, it } from 'vitest';
import pino from 'pino';
import { redactedLines, Redactor } from './redact';

describe('Redactor', () => {
  it('takes out a secret raw, URL-encoded in both cases, decoded and as JSON', () => {
    const redactor = new Redactor();
    const key = 'CANARY?a="b"&c=%2Fd';
    redactor.add(key);
    const encoded = encodeURIComponent(key);
    const forms = [
      key,
      encoded,
      encoded.replace(/%../g, (hex) => hex.toLowerCase()),
      decodeURIComponent(key),
    ];
    for (const form of [...forms, JSON.stringify(key)]) {
      expect(redactor.redact(`before ${form} after`)).not.toContain('CANARY');
      expect(redactor.redact(`before ${form} after`)).toMatch(/^before .*after$/);
    }
  });

  it('takes the path and the user out of any RTMP address, known or not', () => {
    const redactor = new Redactor();
    expect(
      redactor.redact("Error opening 'rtmps://u:p@a.example:443/live2/abcd-efgh': Input/output error"),
    ).toBe("Error opening 'rtmps://a.example:443/***': Input/output error");
    expect(redactor.redact('rtmp://a/b rtmpte://c/d')).toBe('rtmp://a/*** rtmpte://c/***');
  });

  it('takes out the longer of two secrets whole when one holds the other', () => {
    const redactor = new Redactor();
    redactor.add('abcd');
    redactor.add('abcd-efgh');
    expect(redactor.redact('key abcd-efgh.')).toBe('key ***.');
  });

  it('forgets a secret when the last who registered it is done with it', () => {
    const redactor = new Redactor();
    const first = redactor.add('secret-1');
    const second = redactor.add('secret-1');
    first();
    first();
    expect(redactor.redact('secret-1')).toBe('***');
    second();
    expect(redactor.redact('secret-1')).toBe('secret-1');
  });

  it('does not blank out a line for a secret of one letter', () => {
    const redactor = new Redactor();
    redactor.add('a');
    expect(redactor.redact('a banana')).toBe('a banana');
  });
});

it('leaves no secret in a line of the log, also not in an error and its cause', () => {
  const redactor = new Redactor();
  redactor.add('CANARY-"quoted"');
  const lines: string[] = [];
  const log = pino({}, redactedLines({ write: (line) => lines.push(line) }, redactor));
  const cause = new Error('refused: rtmp://host/app/CANARY-other');
  log.warn(
    { err: new Error('CANARY-"quoted" is wrong', { cause }), key: 'CANARY-"quoted"' },
    'a CANARY-"quoted"',
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('is wrong');
  expect(lines[0]).not.toContain('CANARY');
});
