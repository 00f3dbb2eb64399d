import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChildSpec } from './child';
import { type ProcessGroup, openProcessGroup } from './process-group';
import { waitFor } from './health';

const ROOT = join(import.meta.dirname, '..');
let group: ProcessGroup;

afterEach(() => group.stop());

function open(): string[] {
  const told: string[] = [];
  group = openProcessGroup(ROOT, mkdtempSync(join(tmpdir(), 'touchline-group-')), (line) => told.push(line));
  return told;
}

/** A child in Node that reports that it is ready and then runs `body`. */
function script(name: string, body: string, more: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name,
    file: process.execPath,
    args: ['-e', `${body}; setInterval(() => {}, 1000); process.send('ready')`],
    env: { PATH: process.env.PATH },
    ipc: true,
    stopSignal: 'SIGTERM',
    ready: ({ message, ended }) => Promise.race([message((text) => text === 'ready'), ended]),
    ...more,
  };
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A zombie still has a pid.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('children', () => {
  it('are started again within a second when they are killed, with what they left behind ended', async () => {
    const told = open();
    const leaves = `const c = require('child_process').spawn('sleep', ['60']); process.send({ sleeper: c.pid })`;
    const sleepers: number[] = [];
    const onMessage = (message: unknown) => {
      if (typeof message === 'object' && message !== null && 'sleeper' in message) {
        sleepers.push(Number(message.sleeper));
      }
    };
    const child = group.add('front', script('engine', leaves, { onMessage }));
    await child.start();
    const first = child.pid() ?? 0;
    process.kill(first, 'SIGKILL');
    await waitFor('another process', () => Promise.resolve(sleepers.length === 2), 1_000);
    expect(child.pid()).not.toBe(first);
    await waitFor('the end of its sleeper', () => Promise.resolve(!isAlive(sleepers[0] ?? 0)), 1_000);
    expect(told.join()).toContain('engine ended (SIGKILL); restarting it.');
  });

  it('whose preparation fails is prepared again until it succeeds (a full disk, for example)', async () => {
    const lines = open();
    let failures = 0;
    const prepare = () =>
      first !== 0 && failures < 3
        ? Promise.reject(new Error(`no space ${(failures += 1)}`))
        : Promise.resolve();
    let first = 0;
    const child = group.add('front', script('livekit', '', { prepare }));
    await child.start();
    first = child.pid() ?? 0;
    process.kill(first, 'SIGKILL');
    await waitFor('another process', () => Promise.resolve(child.pid() !== first), 10_000);
    expect(failures).toBe(3);
    expect(lines.join('\n')).toContain('livekit could not be prepared (no space 1); trying again');
  });

  it('that end while starting say why, and are not started again', async () => {
    open();
    const child = group.add('front', script('web', `console.error('port is taken'); process.exit(3)`));
    await expect(child.start()).rejects.toThrow('port is taken');
  });

  it('are stopped with those first that need the others, and killed when they do not listen', async () => {
    open();
    const order: string[] = [];
    const note = (name: string) =>
      `process.on('SIGTERM', () => setTimeout(() => process.exit(0), 100)); void '${name}'`;
    for (const [stage, name] of [
      ['data', 'postgres'],
      ['media', 'livekit'],
      ['front', 'engine'],
    ] as const) {
      const child = group.add(stage, script(name, note(name)));
      await child.start();
      const pid = child.pid() ?? 0;
      void waitFor(name, () => Promise.resolve(!isAlive(pid)), 10_000).then(() => order.push(name));
    }
    const deaf = group.add('media', script('deaf', `process.on('SIGTERM', () => {})`));
    await deaf.start();
    const startedAt = performance.now();
    await group.stop();
    await wait(100);
    expect(order).toEqual(['engine', 'livekit', 'postgres']);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(isAlive(deaf.pid() ?? 0)).toBe(false);
  });

  it('cannot be added once stopping has begun', async () => {
    open();
    await group.stop();
    expect(() => group.add('front', script('late', ''))).toThrow('being stopped');
  });
});

it('nothing outlives a supervisor that was killed, not even what knows nothing of it', async () => {
  open();
  const supervisor = spawn(
    process.execPath,
    [
      '-e',
      `const { spawn } = require('child_process');
       const line = spawn('sh', ['supervisor/orphan-reaper.sh'], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
       const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
       line.stdin.write('+ 999999 TERM\\n- 999999\\n+ ' + child.pid + ' TERM\\n');
       console.log(child.pid); setInterval(() => {}, 1000);`,
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const pid = await new Promise<number>((resolve) =>
    supervisor.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))),
  );
  await wait(100);
  expect(isAlive(pid)).toBe(true);
  supervisor.kill('SIGKILL');
  await waitFor('the end of the sleeper', () => Promise.resolve(!isAlive(pid)), 3_000);
});
