import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { authorityFiles, makeAuthority, makeLeaf } from '../../supervisor/authority';
import type { OutputStatus } from '../../engine/types';
import { type FaultProxy, startFaultProxy } from '../support/network/fault-proxy';
import { readPackets } from '../support/eyes/media-file';
import { pushersOf } from '../support/engine/pushed-program';
import { startNginxRtmp, type NginxRtmp } from '../support/stations/rtmp-nginx';
import { TsHub } from '../../engine/outputs/ts-hub';
import { until } from '../support/time/until';

const NAME = 'ingest.example.org';
let folder = '';
let authority = '';
let nginx: NginxRtmp;
const children: ChildProcess[] = [];
/** What the server was greeted with. */
let greeted: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-rtmps-'));
  nginx = await startNginxRtmp({ dir: folder });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await nginx.stop();
  await rm(folder, { recursive: true, force: true });
});

/** An ingest with a certificate for `name`, by an authority of the test's own. */
async function ingest(name: string): Promise<FaultProxy> {
  const made = await makeAuthority([name]);
  const leaf = await makeLeaf(authorityFiles(made), [name]);
  authority = join(folder, `${name}.pem`);
  await writeFile(authority, made.cert);
  greeted = [];
  return startFaultProxy(nginx, {
    cert: leaf.cert,
    key: leaf.key,
    SNICallback: (asked, done) => {
      greeted.push(asked);
      done(null);
    },
  });
}

/** The newest status of a publisher that trusts `trusts`. */
function publisher(url: string, trusts: string | null): () => OutputStatus | null {
  let last: OutputStatus | null = null;
  const child = fork(new URL('../support/stations/rtmps-process.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TEST_URL: url, ...(trusts ? { NODE_EXTRA_CA_CERTS: trusts } : {}) },
  });
  child.on('message', (status: OutputStatus) => (last = status));
  children.push(child);
  return () => last;
}

test('rtmps reaches the checked address, with the name in the greeting and in the certificate', async () => {
  const server = await ingest(NAME);
  const status = publisher(`rtmps://${NAME}:${server.port}/live`, authority);
  await until('it to be live', () => status()?.state === 'live');
  await until('some of it to arrive', () => server.bytes() > 100_000);
  expect(greeted).toEqual([NAME]);
  for (const child of children) {
    const pid = child.pid ?? 0;
    expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('secure');
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await until('nginx to close the file', async () => {
    const packets = await readPackets((await nginx.files())[0] ?? '');
    return packets.length > 60 && packets[0]?.keyframe;
  });
  await server.close();
});

test('a certificate of nobody one knows, or for another name, is not sent to', async () => {
  const stranger = await ingest(NAME);
  const unknown = publisher(`rtmps://${NAME}:${stranger.port}/live`, null);
  await until('the stranger to be refused', () => unknown()?.state === 'failed');
  const other = await ingest('other.example.org');
  const wrong = publisher(`rtmps://${NAME}:${other.port}/live`, authority);
  await until('the wrong name to be refused', () => wrong()?.state === 'failed');
  for (const status of [unknown(), wrong()]) expect(status?.verdict).toMatch(/certificate is not trusted/);
  expect([stranger.bytes(), other.bytes()]).toEqual([0, 0]);
  await stranger.close();
  await other.close();
});

test('to speak TLS where there is none, or none where there is, is reported as such', async () => {
  const server = await ingest(NAME);
  const pushers = pushersOf({ hub: new TsHub() });
  const plain = pushers.start({ url: `rtmp://127.0.0.1:${server.port}/live`, key: 'k' });
  const secure = pushers.start({ url: `rtmps://127.0.0.1:${nginx.port}/live`, key: 'k' });
  await until('both to be refused', () => [plain, secure].every((one) => one.status().verdict !== null));
  expect(plain.status().verdict).toMatch(/rtmps:\/\//);
  // nginx waits for more of what it takes for a handshake of its own.
  expect(secure.status().verdict).toMatch(/says nothing/);
  await pushers.stopAll();
  await server.close();
});
