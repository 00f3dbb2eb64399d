import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { checkPorts, freePort } from './ports';

const FREE = { host: '127.0.0.1', httpsPort: 0 };

test('a port that another program holds is named with the setting that changes it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(checkPorts({ ...FREE, port }, {})).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken: set PORT to a free one in .env.`,
  );
  await expect(checkPorts({ ...FREE, port: await freePort(), httpsPort: port }, {})).rejects.toThrow(
    `Port ${port} is taken: set HTTPS_PORT to a free one in .env, or to 0 for no HTTPS.`,
  );
  await expect(checkPorts({ ...FREE, port }, { PORT: String(port) })).rejects.toThrow(
    'the environment of this shell sets',
  );
  other.close();
});

test.each(['x86_64-conda-linux-gnu', '192.0.2.7', '2001:db8::7'])(
  'HOST=%s is no address of this machine, and the sentence says where it comes from',
  async (host) => {
    const settings = { host, port: await freePort(), httpsPort: 0 };
    await expect(checkPorts(settings, { HOST: host })).rejects.toThrow(
      /^HOST=.* is no address of this machine \(E\w+\)\. It comes from the environment of this shell.*HOST=127\.0\.0\.1 npm start/,
    );
    await expect(checkPorts(settings, {})).rejects.toThrow('Set it in .env to 127.0.0.1');
  },
);

test('IPv6 addresses and names of this machine are listened on', async () => {
  for (const host of ['::1', '::', 'localhost'])
    await expect(checkPorts({ host, port: await freePort(), httpsPort: 0 }, {})).resolves.toBeUndefined();
});
