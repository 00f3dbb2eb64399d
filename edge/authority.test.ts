import { createPrivateKey, X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, statSync } from 'node:fs';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEAF_DAYS, ownCertificate } from './authority';
import { createEdge } from './edge';
import { httpsServer, listen } from './listen';

const NAMES = ['localhost', '127.0.0.1', '192.168.7.9', 'pitch-laptop', 'pitch-laptop.local'];
const limits = { connectionsPerAddress: 100, requestsPerAddress: 100, upgradesPerAddress: 100 };
const folder = () => mkdtempSync(join(tmpdir(), 'touchline-tls-'));

describe('our own certificate authority', () => {
  it('makes a leaf for every name that a client with the authority accepts', async () => {
    const own = await ownCertificate(folder(), NAMES);
    const edge = createEdge({ web: [], livekit: null, trustedProxies: [], limits });
    const server = httpsServer(edge, own);
    const port = await listen(server, 0, '127.0.0.1', 'HTTPS_PORT');
    try {
      for (const servername of NAMES) await handshake(port, servername, own.authority);
      await expect(handshake(port, 'elsewhere.example', own.authority)).rejects.toThrow(/altname/i);
    } finally {
      server.close();
    }
  });

  it('keeps the leaf within what phones accept, and the authority able to sign servers only', async () => {
    const own = await ownCertificate(folder(), NAMES);
    const leaf = new X509Certificate(own.cert);
    const days = (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / 86_400_000;
    expect(days).toBeLessThanOrEqual(LEAF_DAYS);
    expect(leaf.ca).toBe(false);
    expect(new X509Certificate(own.authority).ca).toBe(true);
    expect(leaf.keyUsage).toContain('1.3.6.1.5.5.7.3.1');
  });

  it('keeps authority and leaf over a restart, renews the leaf alone when an address is new', async () => {
    const data = folder();
    const first = await ownCertificate(data, NAMES);
    const again = await ownCertificate(data, NAMES);
    expect(again).toEqual(first);
    const moved = await ownCertificate(data, [...NAMES, '10.1.2.3']);
    expect(moved.authority).toBe(first.authority);
    expect(moved.cert).not.toBe(first.cert);
    expect(new X509Certificate(moved.cert).checkIP('10.1.2.3')).toBe('10.1.2.3');
  });

  it('makes the leaf again when the key beside it is another one', async () => {
    const [data, other] = [folder(), folder()];
    const first = await ownCertificate(data, NAMES);
    await ownCertificate(other, NAMES);
    copyFileSync(join(other, 'tls', 'server.key'), join(data, 'tls', 'server.key'));
    const again = await ownCertificate(data, NAMES);
    expect(again.authority).toBe(first.authority);
    expect(again.cert).not.toBe(first.cert);
    expect(new X509Certificate(again.cert).checkPrivateKey(createPrivateKey(again.key))).toBe(true);
  });

  it('keeps its keys to itself', async () => {
    const data = folder();
    await ownCertificate(data, NAMES);
    for (const name of ['authority.key', 'server.key']) {
      expect(statSync(join(data, 'tls', name)).mode & 0o777).toBe(0o600);
    }
  });
});

function handshake(port: number, name: string, ca: string): Promise<void> {
  const isName = !/^\d/.test(name);
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', ca, ...(isName ? { servername: name } : {}) }, () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
