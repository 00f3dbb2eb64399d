import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNTS, RATES } from '../../app/config/limits';
import { everyApiActor, memberActors } from '../support/fuzz/api-actors';
import { LEFT_OUT } from '../support/fuzz/random-calls';
import { ownBytes } from '../support/product/processes';
import { startTouchline, type Touchline } from '../support/product/product';
import { type Count, type Everybody, startEverybody } from './everybody';
import { type Description, withKnownParts } from './known-parts';

export interface ApiOptions {
  /** Generated ones of each endpoint, besides those that go through its borders. */
  examples: number;
  seed: number;
  actor: string | undefined;
  only: string | undefined;
}

/** So many calls lie between two looks at memory. */
const LOOK_EVERY = 10_000;
/**
 * A body beyond its limit is refused before it is compared with its description, and what a destination's
 * settings are depends on its plug-in.
 */
const SETTINGS = `[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 413, 429]
[[operations]]
include-path-regex = "/destinations"
checks.positive_data_acceptance.enabled = false
`;

/**
 * The OpenAPI description drives generated requests through the edge of the started product. Schemathesis
 * makes each once, and it is asked by every kind of client (everybody.ts). The limits of rates, of which one
 * client would meet all, are lifted by their settings; nothing else of the product differs.
 */
export async function fuzzApi({ examples, seed, actor, only }: ApiOptions): Promise<boolean> {
  const most = '999999999';
  const limits = Object.values({ ...RATES, ...COUNTS }).filter(
    ({ setting }) => !/BYTES|DAYS|HOURS|MINUTES$/.test(setting) || /PER_MINUTE$/.test(setting),
  );
  const product = await startTouchline({
    ...Object.fromEntries(limits.map(({ setting }) => [setting, most])),
    TRUSTED_PROXIES: '127.0.0.1',
    // Each event with a camera has an engine at work, which takes the processor from what is asked.
    ENGINE_EVENTS: '1',
  });
  let everybody: Everybody | undefined;
  try {
    const described = (await (await fetch(`${product.baseUrl}/api/v1/openapi.json`)).json()) as Description;
    const members = await memberActors(product);
    const names = Object.keys(await everyApiActor(product, members)).filter(
      (name) => !actor || name === actor,
    );
    const newActor = async (name: string) => {
      const made = (await everyApiActor(product, members))[name];
      if (!made) throw new Error(`There is no ${name}.`);
      return made;
    };
    const started = pids(product);
    console.log(`memory, MB, before: ${memoryOf(product)}`);
    everybody = await startEverybody(product.baseUrl, described, newActor, names, (total) => {
      if (total % LOOK_EVERY === 0) console.log(`memory, MB, at ${total}: ${memoryOf(product)}`);
    });
    const code = await generate(everybody.url, withKnownParts(described), { examples, seed, only });
    console.log(`memory, MB, after: ${memoryOf(product)}`);
    report(everybody);
    const errors = await errorsInLogs(product);
    for (const line of errors.slice(0, 20)) console.log(`  log: ${line.slice(0, 600)}`);
    console.log(`${errors.length} errors in the logs`);
    const same = pids(product).join() === started.join();
    if (!same) console.log('A PROCESS ENDED');
    return code === 0 && same && errors.length === 0 && everybody.violations.size === 0;
  } finally {
    everybody?.close();
    await product.stop();
  }
}

const OWN = ['server.js', 'edge.js'];
const pids = (product: Touchline) => OWN.flatMap((name) => product.processes(name).map(({ pid }) => pid));

/** MB of what web process and edge hold themselves. */
const memoryOf = (product: Touchline): string =>
  OWN.flatMap((name) =>
    product.processes(name).map(({ pid }) => `${name} ${Math.round(ownBytes(pid) / 1e6)}`),
  ).join(', ');

interface Generated {
  examples: number;
  seed: number;
  only: string | undefined;
}

/** @returns how Schemathesis ended: 0 when every answer that it got was as described */
async function generate(url: string, described: Description, { examples, seed, only }: Generated) {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-fuzz-'));
  const [schema, settings] = [join(folder, 'described.json'), join(folder, 'schemathesis.toml')];
  await writeFile(schema, JSON.stringify(described));
  await writeFile(settings, SETTINGS);
  const args = ['--config-file', settings, 'run', schema, '--url', url, '--no-color', '--no-shrink'];
  args.push('--max-examples', String(examples), '--seed', String(seed), '--workers', '4');
  args.push('--phases', 'coverage,fuzzing', '--continue-on-failure', '--warnings', 'off');
  // Rights are put in on the way, so who asks without any is not asked without any.
  args.push('--exclude-checks', 'ignored_auth', '--generation-with-security-parameters', 'false');
  args.push('--suppress-health-check', 'all', '--request-timeout', '60', '--generation-database', 'none');
  if (only) args.push('--include-operation-id', only);
  else for (const id of LEFT_OUT) args.push('--exclude-operation-id', id);
  const child = spawn(process.env.SCHEMATHESIS_PATH ?? 'schemathesis', args, {
    cwd: folder,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  await rm(folder, { recursive: true, force: true });
  return code;
}

function report({ counts, violations }: Everybody): void {
  const total = { requests: 0, byStatus: new Map<number, number>(), slowestMs: 0, slowest: '' };
  for (const [name, count] of counts) {
    console.log(`${name}: ${lineOf(count)}`);
    total.requests += count.requests;
    for (const [status, times] of count.byStatus)
      total.byStatus.set(status, (total.byStatus.get(status) ?? 0) + times);
    if (count.slowestMs > total.slowestMs)
      Object.assign(total, { slowestMs: count.slowestMs, slowest: count.slowest });
  }
  console.log(`all: ${lineOf(total)}: ${total.slowest}`);
  for (const [violation, times] of violations) console.log(`  ${times} times ${violation}`);
}

function lineOf({ requests, byStatus, slowestMs }: Count): string {
  const statuses = [...byStatus].sort(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`);
  return `${requests} requests; ${statuses.join(', ')}; slowest ${Math.round(slowestMs)} ms`;
}

/** Lines of our own processes at the level of an error, or a worse one. */
async function errorsInLogs({ dataDir }: Touchline): Promise<string[]> {
  const folder = join(dataDir, 'logs');
  const files = (await readdir(folder)).filter((name) => /^(web|edge|engine|supervisor)/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter((line) => /"level":(50|60)/.test(line)));
}
