import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { choosePort } from '../../../supervisor/ports';
import { findLiveKit } from '../../../setup/find-livekit';

export interface TestLiveKit {
  url: string;
  apiKey: string;
  apiSecret: string;
  /** Kills the server; `again` restarts it on the same ports, without its rooms. */
  kill(): Promise<void>;
  again(): Promise<void>;
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 20_000;

/**
 * A real LiveKit server of its own for one test, on loopback and free ports, with the settings that the
 * product uses.
 * @param webhookUrl receives its webhooks; none by default
 */
export async function startLiveKit({ webhookUrl }: { webhookUrl?: string } = {}): Promise<TestLiveKit> {
  const binary =
    process.env.TOUCHLINE_LIVEKIT_BINARY ?? (await findLiveKit({ cacheDir: resolve('.cache') })).path;
  const taken = new Set<number>();
  const port = await choosePort([], { taken });
  const apiKey = 'test';
  const apiSecret = randomBytes(32).toString('base64url');
  const config = {
    port,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      tcp_port: await choosePort([], { taken, host: '0.0.0.0' }),
      udp_port: await choosePort([], { taken, host: '0.0.0.0', protocol: 'udp' }),
      node_ip: '127.0.0.1',
      use_external_ip: false,
      enable_loopback_candidate: true,
    },
    room: { auto_create: false },
    keys: { [apiKey]: apiSecret },
    ...(webhookUrl === undefined ? {} : { webhook: { api_key: apiKey, urls: [webhookUrl] } }),
    logging: { json: true, level: 'warn', pion_level: 'error' },
  };
  const folder = await mkdtemp(join(tmpdir(), 'touchline-livekit-'));
  const file = join(folder, 'livekit.yaml');
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  const url = `http://127.0.0.1:${port}`;
  let running = await launch(binary, file, url);
  return {
    url: url.replace('http', 'ws'),
    apiKey,
    apiSecret,
    kill: () => running(),
    again: async () => void (running = await launch(binary, file, url)),
    async close() {
      await running();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the server, waits until it answers, and returns what ends it. */
async function launch(binary: string, file: string, url: string): Promise<() => Promise<void>> {
  const child = spawn(binary, ['--config', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const end = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  for (const began = Date.now(); ; await sleep(50)) {
    if (await answers(url)) return end;
    if (child.exitCode === null && Date.now() - began < START_TIMEOUT_MS) continue;
    await end();
    throw new Error(`LiveKit did not start.\n${said}`);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

/** Makes a room; `auto_create` is off, so a test has to do what the product does. */
export async function createRoom(livekit: TestLiveKit, name: string): Promise<RoomServiceClient> {
  const rooms = new RoomServiceClient(livekit.url.replace('ws', 'http'), livekit.apiKey, livekit.apiSecret);
  await rooms.createRoom({ name, emptyTimeout: 60 });
  return rooms;
}

/** A token for tests that do not go through the product's own; every grant is written out. */
export async function testToken(
  livekit: TestLiveKit,
  room: string,
  identity: string,
  role: 'publisher' | 'subscriber',
): Promise<string> {
  const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity, ttl: 600 });
  token.addGrant({
    room,
    roomJoin: true,
    canPublish: role === 'publisher',
    canSubscribe: role === 'subscriber',
    canPublishData: false,
    hidden: role === 'subscriber',
  });
  return token.toJwt();
}
