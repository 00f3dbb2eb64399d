import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { startTouchline } from '../../tests/support/product/product';
import { type Closing, closingAfter } from '../closing';
import { cpuOfTree, totalOf } from '../cpu';
import { spread, table } from '../figures';

const SLUG = 'nord-hafen';
/** Concurrent requests. */
const CONNECTIONS = 16;
/** The CPU of an idle process is measured for this long, and subtracted. */
const IDLE_MS = 5_000;

/**
 * CPU of the web process per anonymous watch page over that of a static file of the same size (design §11: at
 * most 3).
 */
export async function benchPageCpu({ quick }: { quick: boolean }): Promise<number> {
  const [rounds, pages] = quick ? [1, 2_000] : [5, 20_000];
  const ours: number[] = [];
  const file: number[] = [];
  await closingAfter(async (closing) => {
    const product = await startTouchline({ HTTPS_PORT: '0' });
    closing.add(() => product.stop());
    await product.api('POST', '/api/v1/events', { title: 'TSV Nord – SC Hafen', slug: SLUG });
    const [web] = product.processes('build/server/server.js');
    if (!web) throw new Error('The product runs no web process.');
    const page = `${product.baseUrl}/watch/${SLUG}`;
    const statics = await serveStatic(await (await fetch(page)).text(), closing);
    for (let round = 1; round <= rounds; round += 1) {
      console.error(`audience: CPU per page, round ${round} of ${rounds} …`);
      file.push(await costUs(statics.pid, statics.url, pages));
      ours.push(await costUs(web.pid, page, pages));
    }
  });
  const over = ours.map((us, round) => us / (file[round] ?? NaN));
  console.log(`\naudience: CPU per anonymous watch page, gzip, median (least–most) of ${rounds} rounds`);
  console.log(
    table([
      ['', 'µs', 'over the file', 'aim'],
      ['a static file of its size', spread(file, 0), '', ''],
      ['our watch page', spread(ours, 0), spread(over), '≤ 3'],
    ]),
  );
  return 1;
}

async function serveStatic(html: string, closing: Closing): Promise<{ pid: number; url: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-bench-'));
  closing.add(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'page.html'), html);
  await writeFile(join(folder, 'page.html.gz'), gzipSync(html));
  const server = fork(new URL('static-server.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    stdio: 'inherit',
  });
  closing.add(() => server.kill('SIGKILL'));
  server.send({ folder });
  const [message] = await once(server, 'message', { signal: AbortSignal.timeout(30_000) });
  const { port } = z.object({ port: z.number() }).parse(message);
  return { pid: server.pid ?? 0, url: `http://127.0.0.1:${port}/page.html` };
}

/** CPU of a process per request, µs, minus its idle load. */
async function costUs(pid: number, url: string, requests: number): Promise<number> {
  const cpuS = () => totalOf(cpuOfTree(pid, () => 'all'));
  await ask(url, Math.ceil(requests / 10));
  const idleFrom = cpuS();
  await sleep(IDLE_MS);
  const idlePerMs = (cpuS() - idleFrom) / IDLE_MS;
  const [from, began] = [cpuS(), performance.now()];
  await ask(url, requests);
  const used = cpuS() - from - idlePerMs * (performance.now() - began);
  return (used * 1e6) / requests;
}

async function ask(url: string, requests: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let left = requests;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await fetchOnce(url, agent);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  agent.destroy();
}

function fetchOnce(url: string, agent: Agent): Promise<void> {
  return new Promise((done, fail) => {
    const request = get(url, { agent, headers: { 'Accept-Encoding': 'gzip' } }, (response) => {
      if (response.statusCode !== 200) fail(new Error(`${url} answered ${response.statusCode}.`));
      response.resume().once('end', done);
    });
    request.once('error', fail);
  });
}
