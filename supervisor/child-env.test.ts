import { expect, test } from 'vitest';
import { WEB_VARIABLES } from '../app/config/env';
import { parseSettings } from '../app/config/settings';
import { SETTINGS } from '../core/settings';
import { EDGE_VARIABLES } from '../edge/env';
import { ENGINE_VARIABLES } from '../engine/config';
import { childEnvironments } from './child-env';

const PROXY = 'http://proxy.example:3128';
const OFFICE = { HTTP_PROXY: PROXY, http_proxy: PROXY, HTTPS_PROXY: PROXY, all_proxy: PROXY };

function environmentsWith(environment: Record<string, string>, livekitUrl = 'ws://127.0.0.1:7880') {
  return childEnvironments(environment, parseSettings(environment), {
    webUrl: 'postgres://web@127.0.0.1/touchline',
    engineUrl: 'postgres://engine@127.0.0.1/touchline',
    livekit: { url: livekitUrl, publicUrl: null, apiKey: 'key', apiSecret: 'secret' },
    livekitPort: 7880,
    livekitKeyFile: null,
    webPorts: [3001],
    ffmpegPath: 'ffmpeg',
  });
}

const proxiesOf = (environment: Readonly<Record<string, string | undefined>>) =>
  Object.entries(environment).filter(([name, value]) => /^(https?|all)_proxy$/i.test(name) && value);

test.each(['ws://127.0.0.1:7880', 'ws://127.9.9.9:7880', 'ws://localhost:7880', 'ws://[::1]:7880'])(
  'no process gets the HTTP proxy of the environment while LiveKit is at %s',
  (livekitUrl) => {
    const env = environmentsWith(OFFICE, livekitUrl);
    expect([env.engine(), env.web(3001), env.edge(null)].flatMap(proxiesOf)).toEqual([]);
  },
);

test.each(['livekit.lan', '.lan', '*.lan', 'other.example, lan', '*', 'livekit.lan:7880'])(
  'a LiveKit that NO_PROXY names as %s is not asked for through the proxy',
  (NO_PROXY) => {
    const env = environmentsWith({ ...OFFICE, NO_PROXY }, 'ws://livekit.lan:7880');
    expect(proxiesOf(env.engine())).toEqual([]);
  },
);

test('a LiveKit in the Internet is still reached through the proxy, and loopback never', () => {
  const env = environmentsWith({ ...OFFICE, NO_PROXY: 'intern' }, 'wss://livekit.example.org').engine();
  expect(Object.fromEntries(proxiesOf(env))).toEqual(OFFICE);
  expect(env).toMatchObject({
    NO_PROXY: 'intern,localhost,127.0.0.0/8,::1,127.0.0.1',
    no_proxy: env.NO_PROXY,
  });
});

test('each process gets the settings that it reads, and of a person’s shell nothing that it does not', () => {
  const shell = Object.fromEntries(
    [...Object.keys(SETTINGS), 'LIMIT_JOIN_PER_MINUTE', 'AWS_SECRET_ACCESS_KEY', 'PGPASSWORD', 'PATH'].map(
      (name) => [name, `the ${name}`],
    ),
  );
  const env = childEnvironments(
    shell,
    { ...parseSettings({}), secretsKey: 'key' },
    {
      webUrl: 'postgres://web@127.0.0.1/touchline',
      engineUrl: 'postgres://engine@127.0.0.1/touchline',
      livekit: { url: 'ws://127.0.0.1:7880', publicUrl: null, apiKey: 'key', apiSecret: 'secret' },
      livekitPort: 7880,
      livekitKeyFile: null,
      webPorts: [3001],
      ffmpegPath: 'ffmpeg',
    },
  );
  const given = (one: Readonly<Record<string, string | undefined>>, reads: object) =>
    Object.keys(reads).filter((name) => name in SETTINGS && one[name] === undefined);
  expect(given(env.web(3001), WEB_VARIABLES)).toEqual([]);
  expect(given(env.engine(), ENGINE_VARIABLES)).toEqual([]);
  expect(given(env.edge(null), EDGE_VARIABLES)).toEqual([]);
  const all = [env.web(3001), env.engine(), env.edge(null)].flatMap((one) =>
    Object.entries(one).flatMap(([name, value]) => (value?.startsWith('the ') ? [name] : [])),
  );
  expect(all).toContain('PATH');
  const theirs = [WEB_VARIABLES, ENGINE_VARIABLES, EDGE_VARIABLES].flatMap((reads) => Object.keys(reads));
  expect([...new Set(all)].filter((name) => !theirs.includes(name)).sort()).toEqual([
    'LIMIT_JOIN_PER_MINUTE',
    'LOG_LEVEL',
    'PATH',
  ]);
});
