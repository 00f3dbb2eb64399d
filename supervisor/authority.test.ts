import 'reflect-metadata';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as x509 from '@peculiar/x509';
import { authorityFiles, LEAF_DAYS, makeAuthority, makeLeaf, ownCertificate } from './authority';
import { createEdge } from '../edge/edge';
import { httpsServer, listen } from '../edge/listen';
import { NAME_CONSTRAINTS } from './name-constraints';

const NAMES = ['localhost', '127.0.0.1', '192.168.7.9', 'pitch-laptop', 'pitch-laptop.local'];
const limits = { connectionsPerAddress: 100, requestsPerAddress: 100, upgradesPerAddress: 100 };
const folder = () => mkdtempSync(join(tmpdir(), 'touchline-tls-'));

describe('our own certificate authority', () => {
  it('makes a leaf for every name that a client with the authority accepts', async () => {
    const own = await ownCertificate(folder(), NAMES);
    await served(own, async (port) => {
      for (const servername of NAMES) await handshake(port, servername, own.authority);
      await expect(handshake(port, 'elsewhere.example', own.authority)).rejects.toThrow(/altname/i);
    });
  });

  it('can sign for this machine and private networks, and for nothing else', async () => {
    const made = await makeAuthority([...NAMES, 'laptop.club.example', '203.0.113.7']);
    const constraints = authorityFiles(made).cert.getExtension(NAME_CONSTRAINTS);
    expect(constraints?.critical).toBe(true);
    const tries = async (name: string) => {
      const leaf = await makeLeaf(authorityFiles(made), [name, '127.0.0.1', 'localhost']);
      await served({ ...leaf, cert: leaf.cert + made.cert }, (port) => handshake(port, name, made.cert));
    };
    const inside = ['other.local', 'pitch-laptop', 'laptop.club.example', '10.200.3.4', '100.64.1.1'];
    for (const name of [...inside, '203.0.113.7', '127.0.0.1']) await tries(name);
    for (const name of ['bank.example', 'club.example', 'notlocal', '203.0.113.8', '8.8.8.8', '172.32.0.1'])
      await expect(tries(name), name).rejects.toThrow(/permitted subtree violation/);
  });

  it('leaves out a name that it may not sign for, and goes on with the others', async () => {
    const data = folder();
    const first = await ownCertificate(data, NAMES);
    expect(first.leftOut).toEqual([]);
    const moved = await ownCertificate(data, [
      ...NAMES,
      '10.1.2.3',
      '203.0.113.7',
      'renamed',
      'renamed.local',
    ]);
    expect(moved.authority).toBe(first.authority);
    expect(moved.leftOut).toEqual(['203.0.113.7', 'renamed']);
    await served(moved, async (port) => {
      for (const name of [...NAMES, '10.1.2.3', 'renamed.local'])
        await handshake(port, name, first.authority);
    });
    expect(await ownCertificate(data, [...NAMES, '203.0.113.7'])).toMatchObject({ cert: moved.cert });
  });

  it('keeps an authority of an older version, which has no constraints, and what phones trust with it', async () => {
    const data = folder();
    const older = await unconstrained();
    mkdirSync(join(data, 'tls'));
    writeFileSync(join(data, 'tls', 'authority.crt'), older.cert);
    writeFileSync(join(data, 'tls', 'authority.key'), older.key);
    const own = await ownCertificate(data, [...NAMES, '203.0.113.7']);
    expect([own.authority, own.leftOut]).toEqual([older.cert, []]);
    await served(own, (port) => handshake(port, 'localhost', older.cert));
  });

  it('keeps the leaf within what phones accept, and the authority able to sign servers only', async () => {
    const own = await ownCertificate(folder(), NAMES);
    const leaf = new X509Certificate(own.cert);
    const days = (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / 86_400_000;
    expect(days).toBeLessThanOrEqual(LEAF_DAYS);
    expect(LEAF_DAYS).toBeLessThanOrEqual(366);
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

  it('makes the leaf again when the key next to it is another one', async () => {
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

/** While an edge serves with a certificate. */
async function served(own: { cert: string; key: string }, work: (port: number) => Promise<void>) {
  const edge = createEdge({ web: [], livekit: null, trustedProxies: [], limits });
  const server = httpsServer(edge, own);
  const port = await listen(server, 0, '127.0.0.1', 'HTTPS_PORT');
  try {
    await work(port);
  } finally {
    server.close();
  }
}

async function unconstrained() {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Touchline on an older laptop',
    notAfter: new Date(Date.now() + 86_400_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { cert: `${cert.toString('pem')}\n`, key: key.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

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
