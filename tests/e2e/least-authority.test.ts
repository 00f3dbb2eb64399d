import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isWhole } from '../../engine/recordings/fragments';
import { follow } from '../../setup/command';
import { isAlive, type Process } from '../support/product/processes';
import { logOf, startTouchline, type Touchline } from '../support/product/product';
import { closedPlace } from '../support/product/closed-place';
import { until } from '../support/time/until';

/**
 * Each process has what it needs and nothing more (M13, M14, H8): of the environment, of the files, and where
 * the product is started as root, of the rights.
 */
const isRoot = process.getuid?.() === 0 && process.platform === 'linux';
const SLUG = 'audit';
const EVENT = `/api/v1/events/${SLUG}`;

/** Of a person's shell, and nobody's business but the supervisor's. */
const FOREIGN = { PGPASSWORD: 'CANARY-of-the-shell-1', CLOUD_SECRET: 'CANARY-of-the-shell-2' };
const STREAM_KEYS = { YOUTUBE_STREAM_KEY: 'CANARY-youtube-key-3', TWITCH_STREAM_KEY: 'CANARY-twitch-key-4' };

const KINDS = {
  engine: /build\/main\/engine\.js/,
  web: /build\/server\/server\.js/,
  edge: /build\/main\/edge\.js/,
  whip: /whip\.js/,
  livekit: /livekit-server/,
  postgres: /postgres/,
  ffmpeg: /mpegts/,
  shell: /orphan-reaper/,
} as const;
type Kind = keyof typeof KINDS;

/** Starts an event without cameras, and waits until it is encoded, recorded and sent to viewers. */
async function goLive(product: Touchline): Promise<void> {
  // Of three scripts: fonts are files of packages, and are read late.
  const title = 'Audit 決勝 ⚽';
  expect((await product.api('POST', '/api/v1/events', { title, slug: SLUG })).status).toBe(201);
  await product.api('PATCH', EVENT, { encoding: { height: 360, fps: 30 } });
  expect((await product.api('POST', `${EVENT}/publish`)).status).toBe(200);
  expect((await product.api('POST', `${EVENT}/start`)).status).toBe(200);
  await until(
    'a recording to grow',
    () => filesOf(join(product.dataDir, 'recordings')).some((file) => statSync(file).size > 100_000),
    { timeoutMs: 60_000 },
  );
  await until('all kinds of processes', () =>
    Object.keys(KINDS).every((kind) => processesOf(product, kind as Kind).length > 0),
  );
}

const processesOf = (product: Touchline, kind: Kind): Process[] =>
  product.processes('').filter(({ command, pid }) => KINDS[kind].test(command) && isAlive(pid));

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const statusOf = (pid: number, name: string) =>
  new RegExp(`^${name}:[ \\t]*(.*?) *$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

function secretsOf({ dataDir, token }: Touchline): Record<string, string> {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(dataDir, name), 'utf8'));
  const roles = z.record(z.string(), z.string()).parse(read('db-roles.json'));
  const { keys } = z.object({ keys: z.record(z.string(), z.string()) }).parse(read('livekit.yaml'));
  const line = (name: string) => readFileSync(join(dataDir, name), 'utf8').split('\n')[1] ?? '';
  return {
    ...FOREIGN,
    ...STREAM_KEYS,
    token,
    admin: z.object({ password: z.string() }).parse(read('postgres.json')).password,
    web: roles.touchline_web ?? '',
    engine: roles.touchline_engine ?? '',
    livekit: Object.values(keys)[0] ?? '',
    root: readFileSync(join(dataDir, 'secrets.key'), 'utf8').trim(),
    authority: line('tls/authority.key'),
    leaf: line('tls/server.key'),
  };
}

describe('a started product', () => {
  let product: Touchline;
  beforeAll(async () => {
    product = await startTouchline({ ...FOREIGN, ...STREAM_KEYS });
    await goLive(product);
  });
  afterAll(() => product?.stop());

  test('M13, T10: a process finds no secret in its environment or arguments but those that it works with', () => {
    const secrets = secretsOf(product);
    expect(Object.entries(secrets).filter(([, value]) => value.length < 16)).toEqual([]);
    const found = Object.fromEntries(
      Object.keys(KINDS).map((kind) => {
        const texts = processesOf(product, kind as Kind).map(
          ({ pid, command }) => `${readFileSync(`/proc/${pid}/environ`, 'utf8')}\0${command}`,
        );
        const names = Object.keys(secrets).filter((name) =>
          texts.some((text) => text.includes(secrets[name] ?? '')),
        );
        return [kind, names.sort()];
      }),
    );
    expect(found).toEqual({
      engine: ['engine', 'livekit'],
      web: ['TWITCH_STREAM_KEY', 'YOUTUBE_STREAM_KEY', 'livekit', 'web'],
      edge: [],
      whip: [],
      livekit: [],
      postgres: [],
      ffmpeg: [],
      shell: [],
    });
  });

  test('H8: the edge serves its certificate, and holds no file but what it listens and speaks by', async () => {
    const [edge] = processesOf(product, 'edge');
    if (!edge) throw new Error('no edge');
    const folder = `/proc/${edge.pid}/fd`;
    const open = readdirSync(folder).flatMap((fd) => {
      try {
        return [readlinkSync(join(folder, fd))];
      } catch {
        return [];
      }
    });
    expect(open.length).toBeGreaterThan(3);
    expect(open.filter((path) => /^\//.test(path) && !path.startsWith('/dev/'))).toEqual([]);
    const { port } = new URL(product.httpsUrl);
    const ca = readFileSync(join(product.dataDir, 'tls/authority.crt'));
    const socket = connect({ port: Number(port), host: '127.0.0.1', servername: 'localhost', ca });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });

  test('M14: files of the installation are closed to everybody else on the machine', () => {
    const open = filesOf(product.dataDir)
      .filter((file) => !file.includes('/postgres/'))
      .filter((file) => (statSync(file).mode & 0o007) !== 0)
      // By its group nothing more than by its owner; a folder above may close it too.
      .filter(
        (file) => !parentsOf(file, product.dataDir).some((folder) => (statSync(folder).mode & 0o007) === 0),
      );
    expect(open).toEqual([]);
  });

  test.runIf(isRoot)(
    'M14: root’s rights are given up: each process is a user of its own, without any',
    () => {
      const users = Object.fromEntries(
        (['engine', 'web', 'edge', 'whip', 'livekit', 'postgres', 'ffmpeg'] as const).map((kind) => [
          kind,
          [
            ...new Set(
              processesOf(product, kind).map(({ pid }) => statusOf(pid, 'Uid').replace(/\s+/g, ' ')),
            ),
          ],
        ]),
      );
      const four = (uid: number) => [Array(4).fill(uid).join(' ')];
      expect(users).toMatchObject({
        engine: four(60802),
        whip: four(60802),
        ffmpeg: four(60802),
        web: four(60801),
        edge: four(60803),
        livekit: four(60804),
      });
      expect(users.postgres).not.toEqual(four(0));
      for (const kind of ['engine', 'web', 'edge', 'whip', 'livekit', 'ffmpeg'] as const) {
        for (const { pid } of processesOf(product, kind)) {
          expect([kind, statusOf(pid, 'CapEff'), statusOf(pid, 'Groups')]).toEqual([
            kind,
            '0'.repeat(16),
            '',
          ]);
        }
      }
      expect(product.output()).not.toMatch(/rights of root/);
    },
  );

  test.runIf(isRoot)(
    'M14: each secret, recording and log can be read by those users alone who work with it',
    async () => {
      const [recording = ''] = filesOf(join(product.dataDir, 'recordings'));
      const [segment = ''] = filesOf(join(product.dataDir, 'hls'));
      const files = {
        'postgres.json': [],
        'db-roles.json': [],
        'tls/authority.key': [],
        'tls/server.key': [],
        'disk-reserve': [],
        'logs/web.log': [],
        'logs/engine.log': [],
        'secrets.key': ['engine', 'web'],
        'instance-id': ['engine', 'web'],
        'livekit.yaml': ['livekit'],
        [recording.slice(product.dataDir.length + 1)]: ['engine', 'web'],
        [segment.slice(product.dataDir.length + 1)]: ['engine', 'web'],
      };
      const users = { edge: 60803, engine: 60802, livekit: 60804, web: 60801, nobody: 65534 };
      const groups = { edge: 60803, engine: 60800, livekit: 60804, web: 60800, nobody: 65534 };
      const found: Record<string, string[]> = {};
      for (const name of Object.keys(files)) {
        found[name] = [];
        for (const user of Object.keys(users) as (keyof typeof users)[]) {
          const ids = { uid: users[user], gid: groups[user] };
          const reads = await follow('sh', ['-c', 'test -r "$1"', 'sh', join(product.dataDir, name)], {
            timeoutMs: 10_000,
            user: ids,
          }).then(
            () => true,
            () => false,
          );
          if (reads) found[name].push(user);
        }
      }
      expect(found).toEqual(
        Object.fromEntries(Object.entries(files).map(([name, who]) => [name, who.sort()])),
      );
    },
  );

  test('a recording is served, and goes with its event', async () => {
    await recordedAndDeleted(product);
  });
});

function parentsOf(file: string, upTo: string): string[] {
  const parts = file.slice(upTo.length + 1).split('/');
  return parts.slice(0, -1).map((_, i) => join(upTo, ...parts.slice(0, i + 1)));
}

/** Ends the event: what the engine wrote is made whole, read by the web process and deleted by it. */
async function recordedAndDeleted(product: Touchline): Promise<void> {
  const recordings = join(product.dataDir, 'recordings');
  expect((await product.api('POST', `${EVENT}/stop`)).status).toBe(200);
  await until('the part to be whole', async () => {
    const { body } = await product.api<{ url: string; bytes: number | null }[]>('GET', `${EVENT}/recordings`);
    const [part] = body;
    const [file] = filesOf(recordings);
    if (!part || !file || !(await isWhole(file))) return false;
    return (await fetch(part.url, { headers: { range: 'bytes=0-63' } })).status === 206;
  });
  expect(filesOf(recordings).length).toBeGreaterThan(0);
  expect((await product.api('DELETE', EVENT)).status).toBe(204);
  await until('the files to be gone', () => filesOf(recordings).length === 0);
}

describe.runIf(isRoot)('in a folder that only root may enter', () => {
  let product: Touchline;
  let place: Awaited<ReturnType<typeof closedPlace>>;
  beforeAll(async () => {
    place = await closedPlace();
    product = await startTouchline(place.settings, [], place);
    await goLive(product);
  });
  afterAll(async () => {
    await product?.stop();
    await place?.remove();
  });

  test('M14: code, Node, ffmpeg, LiveKit and data lie there, and no process has the rights of root', async () => {
    expect(product.output()).not.toMatch(/rights of root/);
    const wanted = { engine: 60802, whip: 60802, ffmpeg: 60802, web: 60801, edge: 60803, livekit: 60804 };
    const users = Object.fromEntries(
      Object.keys(wanted).map((kind) => [
        kind,
        Number(statusOf(processesOf(product, kind as Kind)[0]?.pid ?? 0, 'Uid').split(/\s/)[0]),
      ]),
    );
    expect(users).toEqual(wanted);
    const page = await fetch(`${product.baseUrl}/watch/${SLUG}`);
    expect(page.status).toBe(200);
    const [script = ''] = /\/assets\/[^"']+\.js/.exec(await page.text()) ?? [];
    expect((await fetch(product.baseUrl + script)).status).toBe(200);
    await recordedAndDeleted(product);
    for (const name of ['engine', 'web']) expect(errorsIn(await logOf(product, name))).toEqual([]);
  });
});

const errorsIn = (log: string) =>
  log.split('\n').filter((line) => /"level":[56]0|EACCES|ENOENT|not permitted/.test(line));
