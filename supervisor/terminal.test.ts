import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { pace } from '../tests/support/time/pace';

/** Says 5 MB, tells how long it took, and ends when it is told to. */
const TALKER = `
  import { say } from './supervisor/terminal.ts';
  const began = performance.now();
  for (let n = 0; n < 50_000; n += 1) say(String(n).padStart(100));
  setTimeout(() => process.send(performance.now() - began), 100);
  process.once('message', () => { say('the last line'); process.exit(0); });
`;

function talker() {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', TALKER];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const { stdout } = child;
  if (!stdout) throw new Error('no output');
  return { child, stdout };
}

test('a terminal that takes nothing holds up nothing, and says later what it missed', async () => {
  const { child, stdout } = talker();
  // Nobody reads, and the child answers all the same.
  const [tookMs] = (await once(child, 'message')) as [number];
  expect(tookMs).toBeLessThan(10_000);
  let text = '';
  stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await expect.poll(() => text, { timeout: 20_000 }).toContain('lines were not shown');
  child.send('end');
  const [code] = (await once(child, 'close')) as [number];
  expect([code, text.trimEnd().split('\n').at(-1)]).toEqual([0, 'the last line']);
});

test('who is told to stop ends, also when the terminal has taken nothing for long', async () => {
  const { child } = talker();
  await once(child, 'message');
  await pace(1_100);
  child.send('end');
  await once(child, 'exit');
});
