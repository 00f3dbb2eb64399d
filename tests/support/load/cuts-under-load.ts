import { setTimeout as sleep } from 'node:timers/promises';
import type { Touchline } from '../product/product';

/** Made by one `cutsDuring`. */
export const CUTS = 40;
const EVERY_MS = 100;
/** A cut that takes longer counts as this. */
const LIMIT_MS = 30_000;
/** Once one took so long there is nothing more to be learnt, and a test must end. */
const HOPELESS_MS = 5_000;

export interface Times {
  p50: number;
  p95: number;
}

/** Times from the command to its answer through the edge, ms. */
export interface Cuts {
  /** By a director whose commands were carried out before. */
  known: Times;
  /** Each as the first of somebody. */
  unknown: Times;
}

/** Cuts of an event to its slate, one after the other, by the token of the product. */
export async function cutsDuring(product: Touchline, slug: string): Promise<Cuts> {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let n = 0; n < CUTS; n += 1) {
    const isFirst = n % 2 === 1;
    // However many spaces stand there, it is the same token; not so for who remembers what he has seen.
    const took = await cut(product, slug, isFirst ? ' '.repeat(2 + (first += 1)) : ' ');
    (isFirst ? unknown : known).push(took);
    if (took > HOPELESS_MS && known.length > 0 && unknown.length > 0) break;
    await sleep(EVERY_MS);
  }
  return { known: timesOf(known), unknown: timesOf(unknown) };
}

let first = 0;

async function cut(product: Touchline, slug: string, space: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`${product.baseUrl}/api/v1/events/${slug}/cut`, {
    method: 'POST',
    headers: { authorization: `Bearer${space}${product.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ cameraId: null }),
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch(() => null);
  if (answer && answer.status !== 200) {
    throw new Error(`A cut was refused: ${answer.status} ${await answer.text()}`);
  }
  await answer?.arrayBuffer();
  return answer ? performance.now() - begun : LIMIT_MS;
}

function timesOf(times: number[]): Times {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Infinity;
  return { p50: at(0.5), p95: at(0.95) };
}

export function figuresOf({ known, unknown }: Cuts): string {
  const figure = ({ p50, p95 }: Times) => `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`;
  return `cuts of a known director ${figure(known)}; of a new one ${figure(unknown)}`;
}
