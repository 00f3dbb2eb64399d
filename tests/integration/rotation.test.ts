import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holderIn, recordingPath } from '../../app/domain/recordings';
import { checkViewerTicket, signViewerTicket } from '../../app/realtime/tickets';
import { secretRow } from '../../core/stream-key';
import { connect, type Sql } from '../../db/connect';
import { createSecretBox, openKeyRing, type SecretBox } from '../../db/secrets';
import { readDesired } from '../../engine/state/read-desired';
import { finishRotation, rotateKeys } from '../../scripts/admin/rotate-keys';
import { asAdmin, call, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let engine: Sql;
let dataDir: string;
let box: SecretBox;
let token: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'touchline-keys-'));
  box = createSecretBox(await openKeyRing(dataDir));
  services = await createTestServices();
  // As the web process has them: from the file, for as long as it runs.
  services.secrets = box;
  engine = connect(services.database.engineUrl, { max: 2 });
  token = await makeToken(services);
});
afterAll(async () => {
  await engine.end();
  await services.close();
  await rm(dataDir, { recursive: true, force: true });
});

const rootKey = async () => (await readFile(join(dataDir, 'secrets.key'), 'utf8')).trim().split('\n');

test('F31: the root key is replaced while everything runs, and nobody meets a secret that does not open', async () => {
  const key = `KEY-${randomBytes(6).toString('hex')}`;
  const event = await makeEvent(services, token, { slug: 'cup' });
  const made = await call(services, 'POST', '/api/v1/events/cup/destinations', {
    token,
    body: {
      plugin: 'youtube',
      label: 'YouTube',
      settings: {},
      streamKey: key,
      secrets: { apiKey: 'token-1' },
    },
  });
  const show = await call(services, 'POST', '/api/streams/initialize', {
    token,
    body: { showId: 'show-1', hostName: 'Ann' },
  });
  const ticket = signViewerTicket(box.keysFor('viewer-ticket'), event.id).ticket;
  const path = recordingPath(box, { recording: 'recording', exp: 1_000, holder: { kind: 'viewer' } });
  const signature = new URLSearchParams(path.split('?')[1]).get('sig') ?? '';
  const [before] = await rootKey();

  // Other processes go on meanwhile, each with its own look at the file: an engine that reads keys, a phone
  // that types the code, and another web process that seals new ones.
  const engineBox = createSecretBox(await openKeyRing(dataDir));
  const otherWeb = { ...services.another(), secrets: createSecretBox(await openKeyRing(dataDir)) };
  let token2 = 'token-1';
  const faults: unknown[] = [];
  let rounds = 0;
  let over = false;
  const life = (async () => {
    while (!over) {
      const desired = await readDesired(engine, engineBox, event.id).catch(
        (error: unknown) => void faults.push(error),
      );
      if (desired && desired.destinations[0]?.key !== key) faults.push('another key');
      if (desired && desired.destinations[0]?.secrets?.apiKey !== token2) faults.push('another token');
      if (rounds % 10 === 0) {
        token2 = `token-${rounds}`;
        const at = `/api/v1/events/cup/destinations/${made.json.id}`;
        await call(otherWeb, 'PATCH', at, { token, body: { secrets: { apiKey: token2 } } });
      }
      const joined = await call(services, 'POST', '/api/join/check', {
        body: { code: event.code },
        ip: `203.0.113.${rounds % 250}`,
      });
      if (joined.status !== 200) faults.push(joined.text);
      rounds++;
    }
  })();
  const told = await rotateKeys({ dataDir, secretsKey: null }, engine);
  over = true;
  await life;
  expect(faults).toEqual([]);
  expect(rounds).toBeGreaterThan(5);
  expect(told).toMatch(/sealed with a new key/);
  expect((await stat(join(dataDir, 'secrets.key'))).mode & 0o777).toBe(0o600);

  const keys = await rootKey();
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(before);
  // What was signed before still counts.
  expect(checkViewerTicket(box.keysFor('viewer-ticket'), ticket)).toMatchObject({ eventId: event.id });
  expect(holderIn(box, 'recording', 1_000, signature)).toEqual({ kind: 'viewer' });

  expect(await finishRotation({ dataDir, secretsKey: null }, engine)).toMatch(/gone/);
  expect(await rootKey()).toEqual([keys[0]]);
  const fresh = createSecretBox(await openKeyRing(dataDir));
  const rows = await asAdmin(
    services,
    (sql) =>
      sql<{ name: string; sealed: Uint8Array }[]>`select name, sealed from destination_secrets order by name`,
  );
  expect(rows.map(({ name, sealed }) => fresh.open(secretRow(made.json.id, name), sealed))).toEqual([
    token2,
    key,
  ]);
  const old = createSecretBox(Buffer.from(before ?? '', 'hex'));
  for (const { name, sealed } of rows)
    expect(() => old.open(secretRow(made.json.id, name), sealed)).toThrow();
  services.secrets = fresh;
  const joined = await call(services, 'POST', '/api/join/check', { body: { code: event.code } });
  expect(joined.status).toBe(200);
  const again = await call(services, 'POST', '/api/streams/initialize', {
    token,
    body: { showId: 'show-1', hostName: 'Ann' },
  });
  expect(again.json).toEqual(show.json);
  expect(checkViewerTicket(fresh.keysFor('viewer-ticket'), ticket)).toBeNull();
  expect(await finishRotation({ dataDir, secretsKey: null }, engine)).toMatch(/Nothing to do/);
});

test('a key of one’s own in SECRETS_KEY is never written to a file, and what to do instead is printed', async () => {
  const one = randomBytes(32).toString('hex');
  expect(await rotateKeys({ dataDir, secretsKey: one }, engine)).toMatch(/comma between them/);
  expect(await readFile(join(dataDir, 'secrets.key'), 'utf8')).not.toContain(one);
});

test('F31: with SECRETS_KEY, two installations on one database change keys one after the other and always open each other’s secrets', async () => {
  const [one, two] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  const other = await mkdtemp(join(tmpdir(), 'touchline-keys-other-'));
  /**
   * Each step as the command reports it: both listed, the new one first, then alone after everything was
   * sealed again.
   */
  const here = [one, `${one},${two}`, `${one},${two}`, `${two},${one}`, `${two},${one}`];
  const there = [one, one, `${one},${two}`, `${one},${two}`, `${two},${one}`];
  const row = secretRow('d', 'streamKey');
  let stored = createSecretBox(await openKeyRing(dataDir, one)).seal(row, 'key-0');
  for (const [step, keys] of here.entries()) {
    const boxes = await Promise.all([openKeyRing(dataDir, keys), openKeyRing(other, there[step])]);
    for (const [i, mine] of boxes.map(createSecretBox).entries()) {
      const theirs = createSecretBox(boxes[1 - i] ?? boxes[0]);
      expect([step, theirs.open(row, stored)]).toEqual([step, `key-${2 * step + i}`]);
      stored = mine.seal(row, `key-${2 * step + i + 1}`);
      expect([step, theirs.open(row, stored)]).toEqual([step, `key-${2 * step + i + 1}`]);
    }
  }
  await rm(other, { recursive: true, force: true });
});

test('the command says how it is used', async () => {
  const child = spawn(process.execPath, ['scripts/admin.mjs', 'nonsense'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect([code, said]).toEqual([1, expect.stringContaining('rotate-keys [--finish]')]);
});
