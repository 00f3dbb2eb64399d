import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { COUNTS, RATES } from '../../app/config/limits';
import { type ApiActor, everyApiActor, type FuzzEvent } from '../support/fuzz/api-actors';
import { LEFT_OUT } from '../support/fuzz/random-calls';
import { ownBytes } from '../support/product/processes';
import { startTouchline, type Touchline } from '../support/product/product';

/** What a client may be told. An error of ours is none of these, and neither is no answer. */
const isOurs = (status: number): boolean => status >= 500;

export interface ApiOptions {
  /** For each actor and address. */
  examples: number;
  seed: number;
  actor?: string;
  only?: string;
}

interface Count {
  requests: number;
  byStatus: Map<number, number>;
  slowestMs: number;
  violations: Set<string>;
}

/**
 * The OpenAPI description drives generated requests through the edge of the started product, as each kind of
 * client in turn. Schemathesis makes them and compares answers with the description; in between stands a
 * server that gives each request the rights of the client and an address of its own (as behind a trusted
 * proxy), and counts.
 */
export async function fuzzApi({ examples, seed, actor, only }: ApiOptions): Promise<boolean> {
  const most = '999999999';
  const limits = Object.values({ ...RATES, ...COUNTS }).filter(
    ({ setting }) => !/BYTES|DAYS|HOURS|MINUTES$/.test(setting) || /PER_MINUTE$/.test(setting),
  );
  const product = await startTouchline({
    ...Object.fromEntries(limits.map(({ setting }) => [setting, most])),
    TRUSTED_PROXIES: '127.0.0.1',
  });
  try {
    const known = await everyApiActor(product);
    const named = Object.entries(known).filter(([name]) => actor === undefined || name === actor);
    const before = memoryOf(product);
    let sound = true;
    for (const [name, who] of named) {
      const count: Count = { requests: 0, byStatus: new Map(), slowestMs: 0, violations: new Set() };
      const code = await asActor(product, { who, count, examples, seed, only });
      sound &&= code === 0 && count.violations.size === 0;
      const statuses = [...count.byStatus]
        .sort(([a], [b]) => a - b)
        .map(([status, times]) => `${status}: ${times}`);
      console.log(
        `${name}: ${count.requests} requests; ${statuses.join(', ')}; slowest ${Math.round(count.slowestMs)} ms`,
      );
      for (const violation of count.violations) console.log(`  ${violation}`);
    }
    console.log(`memory, MB: ${before} before, ${memoryOf(product)} after`);
    return sound;
  } finally {
    await product.stop();
  }
}

/** MB of what web process and edge hold themselves. */
function memoryOf(product: Touchline): string {
  return ['server.js', 'edge.js']
    .flatMap((name) => product.processes(name).map(({ pid }) => `${name} ${Math.round(ownBytes(pid) / 1e6)}`))
    .join(', ');
}

interface Run {
  who: ApiActor;
  count: Count;
  examples: number;
  seed: number;
  only: string | undefined;
}

async function asActor(product: Touchline, run: Run): Promise<number | null> {
  const described: unknown = await (await fetch(`${product.baseUrl}/api/v1/openapi.json`)).json();
  const front = await startFront(
    product.baseUrl,
    run,
    JSON.stringify(withKnownParts(described, run.who.event)),
  );
  const args = ['run', `${front.url}/described.json`, '--url', front.url];
  args.push(
    '--max-examples',
    String(run.examples),
    '--seed',
    String(run.seed),
    '--workers',
    '2',
    '--no-color',
  );
  args.push(
    '--phases',
    'examples,coverage,fuzzing',
    '--continue-on-failure',
    '--warnings',
    'off',
    '--no-shrink',
  );
  // Rights are put in on the way, so who asks without any is not asked without any.
  args.push('--exclude-checks', 'ignored_auth', '--suppress-health-check', 'all', '--request-timeout', '60');
  if (run.only) args.push('--include-operation-id', run.only);
  else for (const id of LEFT_OUT) args.push('--exclude-operation-id', id);
  const child = spawn(process.env.SCHEMATHESIS_PATH ?? 'schemathesis', args, { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  await front.close();
  return code;
}

/** What is known to be there is asked for as often as what is not. */
function withKnownParts(described: unknown, { slug, ids }: FuzzEvent): unknown {
  return JSON.parse(JSON.stringify(described), function (this: unknown, key: string, value: unknown) {
    if (key !== 'paths' || typeof value !== 'object' || value === null) return value;
    for (const [path, operations] of Object.entries(value)) {
      const noun = path.split('/').at(path.split('/').indexOf('{id}') - 1) ?? '';
      const parts: Record<string, string[]> = { slug: [slug], id: ids[noun] ?? [] };
      for (const { parameters } of Object.values(
        operations as Record<string, { parameters?: Parameter[] }>,
      )) {
        for (const parameter of parameters ?? []) {
          const there = parameter.in === 'path' ? parts[parameter.name] : undefined;
          if (there?.length) parameter.schema = { anyOf: [{ enum: there }, parameter.schema] };
        }
      }
    }
    return value;
  });
}

interface Parameter {
  in: string;
  name: string;
  schema: unknown;
}

async function startFront(target: string, { who, count }: Run, described: string) {
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  const server = createServer((req, res) => {
    if (req.url === '/described.json') return void res.end(described);
    turn += 1;
    const from = performance.now();
    const { host: _host, ...sent } = req.headers;
    const address = `198.18.${(turn >> 8) & 255}.${turn & 255}`;
    const asked = `${req.method} ${req.url?.slice(0, 120)}`;
    let passed;
    try {
      passed = httpRequest(
        new URL(target),
        {
          agent,
          method: req.method,
          path: req.url,
          // As from our own page: a cookie that is made up is otherwise refused for that.
          headers: {
            ...sent,
            origin: target,
            ...who.headers,
            host: new URL(target).host,
            'x-forwarded-for': address,
          },
        },
        (answer) => {
          const status = answer.statusCode ?? 0;
          count.requests += 1;
          count.byStatus.set(status, (count.byStatus.get(status) ?? 0) + 1);
          count.slowestMs = Math.max(count.slowestMs, performance.now() - from);
          if (isOurs(status)) count.violations.add(`${status} ${asked}`);
          res.writeHead(status, answer.headers);
          answer.pipe(res);
        },
      );
    } catch {
      // What Node itself refuses to send.
      return void res
        .writeHead(400, { 'content-type': 'application/json' })
        .end('{"error":{"code":"bad_request","message":"."}}');
    }
    passed.on('error', (error) => {
      count.violations.add(`no answer (${error.message}) ${asked}`);
      res.destroy();
    });
    req.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await Promise.resolve();
    },
  };
}
