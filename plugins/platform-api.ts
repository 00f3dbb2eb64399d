import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type PlatformApi, PlatformError } from './contract';
import { publicAddressesOf } from './address';

/** From the request to the last byte of the answer. */
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 * 1024;

export interface PlatformApiOptions {
  /** The platform's name, for sentences. */
  label: string;
  /** The only hosts that are reachable. */
  hosts: readonly string[];
  /** For tests: a server in place of a host, such as `http://127.0.0.1:9000`. */
  standIns?: Record<string, string>;
  resolve?: (host: string) => Promise<string[]>;
  timeoutMs?: number;
  now?: () => number;
}

interface Question {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string;
}

/** The `PlatformApi` of one destination: what is cached belongs to its account. */
export function createPlatformApi(options: PlatformApiOptions): PlatformApi {
  const { now = () => performance.now() } = options;
  const values = new Map<string, { value: string; untilMs: number }>();
  return {
    getJson: (url, headers = {}) => ask(options, url, { method: 'GET', headers, body: '' }),
    postForm: (url, form) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return ask(options, url, { method: 'POST', headers, body: new URLSearchParams(form).toString() });
    },
    async cached(name, load) {
      const found = values.get(name);
      if (found && found.untilMs > now()) return found.value;
      const { value, forS } = await load();
      values.set(name, { value, untilMs: now() + forS * 1000 });
      return value;
    },
  };
}

async function ask(options: PlatformApiOptions, address: string, question: Question): Promise<unknown> {
  const { label, hosts, standIns = {}, timeoutMs = TIMEOUT_MS } = options;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || !hosts.includes(url.hostname)) {
    throw new Error(`The plugin for ${label} may not ask ${url.hostname}.`);
  }
  const standIn = standIns[url.hostname];
  const ips = standIn === undefined ? await publicAddressesOf(url.hostname, options.resolve) : null;
  if (ips?.length === 0)
    throw new PlatformError(null, `${label} cannot be asked: its name leads to no public address.`);
  const target = standIn === undefined ? url : new URL(url.pathname + url.search, standIn);
  const { status, text } = await send(target, ips, question, timeoutMs).catch(() => {
    throw new PlatformError(null, `${label} does not answer questions about the stream.`);
  });
  if (status === 429)
    throw new PlatformError(
      status,
      `${label} asks us to ask less often. Viewers and health come back later.`,
    );
  if (status >= 400 && status < 500) {
    throw new PlatformError(
      status,
      `${label} refuses the API key or token. Check it in the settings of the destination.`,
    );
  }
  if (status !== 200)
    throw new PlatformError(status, `${label} cannot answer questions about the stream now.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new PlatformError(status, `${label} gave an answer that cannot be read.`);
  }
}

/** Connects to one of `ips` and no other (against DNS rebinding), and follows no redirect. */
function send(
  target: URL,
  ips: string[] | null,
  { method, headers, body }: Question,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? requestTls : requestPlain)(target, {
      method,
      headers: { accept: 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      agent: false,
      ...(ips && { lookup: pinned(ips) }),
    });
    request.on('error', reject);
    request.on('response', (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BYTES) answer.destroy(new Error('too large'));
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    request.end(body);
  });
}

function pinned(ips: string[]): LookupFunction {
  const addresses = ips.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_host, { all }, done) => {
    if (all) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
}
