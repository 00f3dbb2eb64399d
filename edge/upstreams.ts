/** ms for which a process is avoided after a failed connection; a restart takes about as long. */
const REST_MS = 300;
/** A thousand viewers who come back at once need not each have it tried before. */
const FRESH_MS = 100;

export interface Upstreams {
  /** The order in which to try them. Those that just failed come last, in case there is nothing better. */
  order(stickTo: string | null): string[];
  failed(address: string): void;
  /** Whether it took a connection a moment ago. */
  answersNow(address: string): boolean;
  answered(address: string): void;
}

/**
 * Spreads requests over the web processes in turn. Requests that need the same process again (socket.io's
 * long polling) pass `stickTo`, the client's address.
 */
export function upstreams(
  addresses: readonly string[],
  now: () => number = () => performance.now(),
): Upstreams {
  const failedAt = new Map<string, number>();
  const answeredAt = new Map<string, number>();
  let turn = 0;
  return {
    order(stickTo) {
      const first = stickTo === null ? turn++ : hash(stickTo);
      const turned = addresses.map((_, i) => addresses[(first + i) % addresses.length] ?? '');
      const rests = (address: string) => now() - (failedAt.get(address) ?? -Infinity) < REST_MS;
      return [...turned.filter((address) => !rests(address)), ...turned.filter(rests)];
    },
    failed(address) {
      failedAt.set(address, now());
      answeredAt.delete(address);
    },
    answersNow: (address) => now() - (answeredAt.get(address) ?? -Infinity) < FRESH_MS,
    answered(address) {
      answeredAt.set(address, now());
    },
  };
}

function hash(text: string): number {
  let value = 0;
  for (const char of text) value = (value * 31 + char.charCodeAt(0)) >>> 0;
  return value;
}
