import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { makeAuthority } from '../../supervisor/authority';
import { SETTINGS, SettingsError } from '../../core/settings';
import { readLimits } from './limits';
import { parseSettings } from './settings';

const folder = mkdtempSync(join(tmpdir(), 'touchline-settings-'));

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    parseSettings(env, folder);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  it('needs none of them', () => {
    const settings = parseSettings({}, folder);
    expect(settings).toMatchObject({ port: 3000, host: '127.0.0.1', httpsPort: 3443, livekit: null });
    expect(settings.dataDir).toBe(join(folder, '.data'));
  });

  it('takes an empty value for an unset one, as .env.example has it', () => {
    expect(parseSettings({ PORT: '', LIVEKIT_URL: ' ', SECRETS_KEY: '' }, folder).port).toBe(3000);
  });

  it('reports all problems at once, each by its name', () => {
    const problems = problemsOf({
      PORT: 'abc',
      HTTPS_PORT: '70000',
      DATABASE_URL: 'mysql://x',
      LIVEKIT_API_KEY: 'key',
      TLS_CERT_FILE: '/does/not/exist',
      ALLOW_PRIVATE_DESTINATIONS: 'perhaps',
    });
    const names = problems.map((problem) => problem.split(' ')[0]);
    expect(names).toEqual(
      expect.arrayContaining([
        'PORT',
        'HTTPS_PORT',
        'DATABASE_URL',
        'LIVEKIT_API_KEY',
        'TLS_KEY_FILE',
        'TLS_CERT_FILE',
        'ALLOW_PRIVATE_DESTINATIONS',
      ]),
    );
  });

  it.each([
    [
      'postgres://u:canary@one:5432,two:5432/touchline',
      /^DATABASE_URL names several hosts, and Touchline takes one/,
    ],
    [
      'postgres://u:canary',
      /^DATABASE_URL must be an address such as .* in \.env a # in the password is written %23/,
    ],
  ])('says of %s what to write instead', (DATABASE_URL, sentence) => {
    const problems = problemsOf({ DATABASE_URL });
    expect(problems).toEqual([expect.stringMatching(sentence)]);
    expect(problems.join()).not.toContain('canary');
  });

  it.each(['touchline.local', '192.168.1.20:3000', 'http://192.168.1.20'])(
    'LAN_ADDRESS=%s, which LiveKit would not take, is refused',
    (LAN_ADDRESS) => {
      expect(problemsOf({ LAN_ADDRESS })).toEqual([
        'LAN_ADDRESS must be an IP address without a port, such as 192.168.1.20.',
      ]);
    },
  );

  it.each([
    ['192.168.1.20', '192.168.1.20'],
    ['[fd00::5]', 'fd00::5'],
  ])('LAN_ADDRESS=%s is an address', (LAN_ADDRESS, lanAddress) => {
    expect(parseSettings({ LAN_ADDRESS }, folder)).toMatchObject({ lanAddress });
  });

  it('never repeats the value of a secret', () => {
    const problems = problemsOf({
      SECRETS_KEY: 'canary-1',
      LIVEKIT_API_SECRET: 'canary-2',
      DATABASE_URL: 'x://canary-3',
    });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('canary');
  });

  it('finds LiveKit by any one of its three addresses', () => {
    const keys = { LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' };
    for (const name of ['LIVEKIT_URL', 'LIVEKIT_WS_URL', 'NEXT_PUBLIC_LIVEKIT_URL']) {
      const { livekit } = parseSettings({ ...keys, [name]: 'https://livekit.example.org/' }, folder);
      expect(livekit).toMatchObject({
        url: 'wss://livekit.example.org',
        publicUrl: 'wss://livekit.example.org',
      });
    }
    const both = parseSettings(
      { ...keys, LIVEKIT_URL: 'ws://10.0.0.5:7880', LIVEKIT_WS_URL: 'wss://lk.example.org' },
      folder,
    );
    expect(both.livekit).toMatchObject({ url: 'ws://10.0.0.5:7880', publicUrl: 'wss://lk.example.org' });
  });

  it('asks for key and secret of a LiveKit that is named, and for its address when they are', () => {
    expect(problemsOf({ LIVEKIT_URL: 'ws://x' })).toHaveLength(2);
    expect(problemsOf({ LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' })).toHaveLength(2);
  });

  it('accepts the secrets key in base64 and in hexadecimal, and hands on one form', () => {
    const bytes = Buffer.alloc(32, 7);
    for (const form of ['hex', 'base64'] as const) {
      expect(parseSettings({ SECRETS_KEY: bytes.toString(form) }, folder).secretsKey).toBe(
        bytes.toString('hex'),
      );
    }
  });

  it('takes a certificate only with its own key', async () => {
    for (const name of ['a', 'b']) {
      const { cert, key } = await makeAuthority([]);
      writeFileSync(join(folder, `${name}.crt`), cert);
      writeFileSync(join(folder, `${name}.key`), key);
    }
    writeFileSync(join(folder, 'cut.crt'), '-----BEGIN CERTIFICATE-----\nMIIB');
    expect(parseSettings({ TLS_CERT_FILE: 'a.crt', TLS_KEY_FILE: 'a.key' }, folder).tls).toEqual({
      certFile: join(folder, 'a.crt'),
      keyFile: join(folder, 'a.key'),
    });
    for (const cert of ['b.crt', 'cut.crt', 'a.key'])
      expect(problemsOf({ TLS_CERT_FILE: cert, TLS_KEY_FILE: 'a.key' })).toEqual([
        expect.stringMatching(/cannot be used together \(.*\): name a certificate and its own key/),
      ]);
  });

  it('has a line in .env.example for every setting and every limit', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const limits =
      readFileSync(new URL('./limits.ts', import.meta.url), 'utf8').match(/LIMIT_[A-Z_]+/g) ?? [];
    const missing = [...Object.keys(SETTINGS), ...limits].filter(
      (name) => !new RegExp(`^${name}=`, 'm').test(example),
    );
    // The third name of LiveKit's address is only read so that existing installations keep working.
    expect(missing).toEqual(['NEXT_PUBLIC_LIVEKIT_URL']);
  });

  it('accepts .env.example as it is', () => {
    const example = parse(readFileSync(new URL('../../.env.example', import.meta.url)));
    expect(parseSettings(example, folder)).toEqual(parseSettings({}, folder));
    expect(readLimits(example)).toEqual(readLimits({}));
  });
});
