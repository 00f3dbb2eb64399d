import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isProgram } from './command';
import { cachedLiveKit, findLiveKit } from './find-livekit';
import { downloadLiveKit, type Release } from './livekit-release';

const folder = () => mkdtempSync(join(tmpdir(), 'touchline-livekit-'));
const fail = (why: string) => () => Promise.reject(new Error(why));
const say = () => undefined;

/** A program that reports some version of LiveKit. */
function program(file: string, version = '1.13.5'): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "livekit-server version ${version}"\n`);
  chmodSync(file, 0o755);
  return file;
}

const writes = (target: string) => {
  program(target);
  return Promise.resolve();
};

describe('LiveKit is taken', () => {
  it('from the PATH before everything else', async () => {
    const path = folder();
    const cacheDir = folder();
    program(join(path, 'livekit-server'));
    program(cachedLiveKit(cacheDir));
    const found = await findLiveKit({ cacheDir, path, download: fail('no'), build: fail('no'), say });
    expect(found).toEqual({ path: join(path, 'livekit-server'), foundBy: 'path' });
  });

  it('from the cache when the one on the PATH is too old, or none is there', async () => {
    const path = folder();
    const cacheDir = folder();
    program(join(path, 'livekit-server'), '1.5.2');
    program(cachedLiveKit(cacheDir));
    for (const where of [path, folder()]) {
      const found = await findLiveKit({
        cacheDir,
        path: where,
        download: fail('no'),
        build: fail('no'),
        say,
      });
      expect(found.foundBy).toBe('cache');
    }
  });

  it('from the release, else built; the next start finds it in the cache', async () => {
    const path = folder();
    const downloaded = await findLiveKit({
      cacheDir: folder(),
      path,
      download: writes,
      build: fail('no'),
      say,
    });
    expect(downloaded.foundBy).toBe('download');
    const cacheDir = folder();
    const built = await findLiveKit({ cacheDir, path, download: fail('no internet'), build: writes, say });
    expect(built.foundBy).toBe('build');
    const again = await findLiveKit({ cacheDir, path, download: fail('no'), build: fail('no'), say });
    expect(again).toEqual({ path: built.path, foundBy: 'cache' });
  });

  it('from nowhere with a sentence that names the ways out', async () => {
    const told: string[] = [];
    const search = findLiveKit({
      cacheDir: folder(),
      path: folder(),
      download: fail('no internet'),
      build: fail('Go is not installed'),
      say: (line) => told.push(line),
    });
    await expect(search).rejects.toThrow(/PATH.*Go.*LIVEKIT_URL/);
    expect(told.join()).toMatch(/no internet.*Go is not installed/);
  });
});

describe('the release', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** With time limits that only a server without answers reaches, on a busy machine, too. */
  async function releaseFrom(
    listener: RequestListener,
    archive: Buffer,
    limits = { answerMs: 10_000, stallMs: 10_000 },
  ): Promise<Release> {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return {
      base: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
      archive: { name: 'livekit.tar.gz', sha256: createHash('sha256').update(archive).digest('hex') },
      ...limits,
    };
  }

  function archive(): Buffer {
    const from = folder();
    program(join(from, 'livekit-server'));
    execFileSync('tar', ['-czf', join(from, 'a.tar.gz'), '-C', from, 'livekit-server']);
    return readFileSync(join(from, 'a.tar.gz'));
  }

  it('is unpacked into the cache when its checksum is the pinned one', async () => {
    const bytes = archive();
    const target = cachedLiveKit(folder());
    await downloadLiveKit(target, await releaseFrom((_req, res) => res.end(bytes), bytes));
    expect(isProgram(target)).toBe(true);
  });

  it('comes through the proxy that the environment names, unless it is to be left out', async () => {
    const bytes = archive();
    const asked: string[] = [];
    const proxy = createServer().listen(0, '127.0.0.1');
    proxy.on('connect', ({ url = '' }, client, head) => {
      asked.push(url);
      const { hostname, port } = new URL(`http://${url}`);
      const server = connect(Number(port), hostname, () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        server.write(head);
        server.pipe(client).pipe(server);
      });
      for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    });
    await once(proxy, 'listening');
    const address = proxy.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const release = await releaseFrom((_req, res) => res.end(bytes), bytes);
    for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'])
      vi.stubEnv(name, `http://127.0.0.1:${port}`);
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    const target = cachedLiveKit(folder());
    await downloadLiveKit(target, release);
    expect(isProgram(target)).toBe(true);
    expect(asked).toEqual([new URL(release.base).host]);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    vi.stubEnv('no_proxy', '127.0.0.1');
    await downloadLiveKit(cachedLiveKit(folder()), release);
    expect(asked).toHaveLength(1);
    vi.unstubAllEnvs();
    proxy.close();
  });

  it('is refused when a byte differs', async () => {
    const target = cachedLiveKit(folder());
    const release = await releaseFrom((_req, res) => res.end(archive()), Buffer.from('another'));
    await expect(downloadLiveKit(target, release)).rejects.toThrow('wrong checksum');
    expect(existsSync(target)).toBe(false);
  });

  it('is given up when nothing answers, when it stands still, and when it is not there', async () => {
    const bytes = archive();
    const target = cachedLiveKit(folder());
    const mute = await releaseFrom(() => undefined, bytes, { answerMs: 200, stallMs: 200 });
    await expect(downloadLiveKit(target, mute)).rejects.toThrow('no answer within');
    server?.close();
    const stalls = await releaseFrom((_req, res) => res.write('x'), bytes, {
      answerMs: 10_000,
      stallMs: 200,
    });
    await expect(downloadLiveKit(target, stalls)).rejects.toThrow('stalled');
    server?.close();
    const absent = await releaseFrom((_req, res) => res.writeHead(404).end(), bytes);
    await expect(downloadLiveKit(target, absent)).rejects.toThrow('answered 404');
  });
});
