import { expect, test } from 'vitest';
import { checkDestinationAddress, checkDestinationForm } from './address';

const resolve =
  (...ips: string[]) =>
  () =>
    Promise.resolve(ips);
const strict = { allowPrivate: false };

test('a public name is pinned to the addresses it resolved to', async () => {
  const check = await checkDestinationAddress('rtmp://live.example.org/app', {
    ...strict,
    resolve: resolve('151.101.1.69', '2606:4700::1111'),
  });
  expect(check).toMatchObject({ ok: true, value: { ips: ['151.101.1.69', '2606:4700::1111'], port: 1935 } });
});

test('one private address among public ones is enough to refuse', async () => {
  const check = await checkDestinationAddress('rtmp://live.example.org/app', {
    ...strict,
    resolve: resolve('151.101.1.69', '10.0.0.5'),
  });
  expect(check).toMatchObject({ ok: false, reason: 'private' });
});

test('a name that answers public first and loopback then is refused the second time', async () => {
  const answers = [['151.101.1.69'], ['127.0.0.1']];
  const rebinding = () => Promise.resolve(answers.shift() ?? []);
  const ask = () =>
    checkDestinationAddress('rtmp://rebind.example.org/app', { ...strict, resolve: rebinding });
  expect(await ask()).toMatchObject({ ok: true });
  expect(await ask()).toMatchObject({ ok: false, reason: 'private' });
});

test('an unknown name is reported as such', async () => {
  const failing = () => Promise.reject(new Error('ENOTFOUND'));
  const check = await checkDestinationAddress('rtmp://no.example.org/app', { ...strict, resolve: failing });
  expect(check).toMatchObject({ ok: false, reason: 'unresolved' });
});

test.each([
  'rtmp://127.0.0.1/a',
  'rtmp://0x7f.1/a',
  'rtmp://localhost/a',
  'rtmp://[::1]/a',
  'rtmp://nas.local/a',
])('%s is refused without asking anybody', async (url) => {
  const asked = () => Promise.reject(new Error('asked'));
  expect(checkDestinationForm(url, strict)).toMatchObject({ ok: false, reason: 'private' });
  expect(await checkDestinationAddress(url, { ...strict, resolve: asked })).toMatchObject({
    reason: 'private',
  });
});

test('a server in one’s own network is allowed where the setting says so', async () => {
  const check = await checkDestinationAddress('rtmp://127.0.0.1:19350/live', { allowPrivate: true });
  expect(check).toMatchObject({ ok: true, value: { ips: ['127.0.0.1'], port: 19350 } });
});
