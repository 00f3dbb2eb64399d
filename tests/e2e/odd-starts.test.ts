import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectionsFor } from '../../db/connection-budget';
import { makeAuthority } from '../../supervisor/authority';
import { startPostgres } from '../support/database/test-postgres';
import { smallDisk } from '../support/machine/small-disk';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';

/** Settings and machines that are right and rare. */
let folder: string;
let product: Touchline | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-odd-'));
});
afterEach(async () => {
  await product?.stop();
  product = null;
  rmSync(folder, { recursive: true, force: true });
});

test('HOST=[::1]: pages, sign-in and webhooks work by the IPv6 address', async () => {
  product = await startTouchline({ HOST: '[::1]' });
  const { port } = new URL(product.baseUrl);
  expect(product.baseUrl).toBe(`http://[::1]:${port}`);
  expect(product.output()).toContain(`Touchline is ready: http://[::1]:${port}`);
  const login = await fetch(`${product.baseUrl}/login`, {
    method: 'POST',
    headers: { origin: product.baseUrl, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'email=a%40b.example&password=wrong-password',
    redirect: 'manual',
  });
  expect(login.status).toBeLessThan(500);
  expect(login.status).not.toBe(403);
  const { status } = await product.api('POST', '/api/v1/events', { title: 'Six', slug: 'six' });
  expect(status).toBe(201);
});

test('HTTPS_PORT=0: an edge that hangs is replaced, and Ctrl-Z stops no watch', async () => {
  product = await startTouchline({ HTTPS_PORT: '0' });
  const { baseUrl, supervisorPid } = product;
  process.kill(supervisorPid, 'SIGTSTP');
  const [edge] = product.processes('edge.js');
  if (!edge) throw new Error('no edge');
  process.kill(edge.pid, 'SIGSTOP');
  const next = await until(
    'another edge',
    () => product?.processes('edge.js').find(({ pid }) => pid !== edge.pid),
    { timeoutMs: 60_000 },
  );
  await until('it to answer', async () => (await fetch(`${baseUrl}/readyz`)).ok);
  expect(next.pid).not.toBe(edge.pid);
});

describe('a certificate that is renewed', () => {
  const files = () => ({ cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') });

  async function pairs() {
    const [a, b] = [await makeAuthority([]), await makeAuthority([])];
    writeFileSync(files().cert, a.cert);
    writeFileSync(files().key, a.key);
    product = await startTouchline({ TLS_CERT_FILE: files().cert, TLS_KEY_FILE: files().key });
    return { a, b, product };
  }

  test('before its key, or cut short, changes nothing until both fit: nobody is hung up on', async () => {
    const { b, product } = await pairs();
    const before = await servedBy(product.httpsUrl);
    const edge = product.processes('edge.js')[0]?.pid;
    writeFileSync(files().cert, b.cert);
    await until('the edge to say so', () => product.output().includes('cannot be used together'), {
      timeoutMs: 40_000,
    });
    expect(await servedBy(product.httpsUrl)).toBe(before);
    expect((await fetch(`${product.baseUrl}/healthz`)).status).toBe(200);
    truncateSync(files().cert, 200);
    expect(await servedBy(product.httpsUrl)).toBe(before);
    writeFileSync(files().cert, b.cert);
    writeFileSync(files().key, b.key);
    await until('the new certificate', async () => (await servedBy(product.httpsUrl)) !== before, {
      timeoutMs: 40_000,
    });
    expect(product.processes('edge.js')[0]?.pid).toBe(edge);
  });
});

/** The fingerprint that a handshake shows. */
function servedBy(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe('a start', () => {
  test('with more web processes than the database has connections for ends with the number that works', async () => {
    const works = connectionsFor({ webProcesses: 2, engineProcesses: 1 });
    // Three are left to superusers.
    const postgres = await startPostgres({ max_connections: String(works + 3 + 10) });
    try {
      const DATABASE_URL = postgres.url('postgres');
      await expect(startTouchline({ DATABASE_URL }, ['--web', '16'])).rejects.toThrow(
        `which allows ${works + 10}: start with --web 2 (WEB_PROCESSES=2), or raise its max_connections.`,
      );
      product = await startTouchline({ DATABASE_URL }, ['--web', '2']);
      expect(product.processes('server/server.js')).toHaveLength(2);
      await product.stop();
    } finally {
      product = null;
      await postgres.discard();
    }
  });

  test('on a full disk ends with a sentence, and works once there is room', async () => {
    const disk = await smallDisk(join(folder, 'disk'), 450_000_000);
    try {
      const dataDir = join(disk.path, 'data');
      await (await startTouchline({ DATA_DIR: dataDir })).stop();
      await disk.fill(0);
      await expect(startTouchline({ DATA_DIR: dataDir })).rejects.toThrow(
        `The disk of DATA_DIR (${dataDir}) is full: make room there`,
      );
      await disk.free();
      product = await startTouchline({ DATA_DIR: dataDir });
      expect((await fetch(`${product.baseUrl}/readyz`)).status).toBe(200);
    } finally {
      await product?.stop();
      product = null;
      await disk.remove();
    }
  });
});
