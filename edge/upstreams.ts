/** ms for which a process is avoided after a failed connection; a restart takes about as long. */
const REST_MS = 300;
/** A thousand viewers who come back at once need not each have it tried before. */
const FRESH_MS = 100;
/** ms for which a process that said that it leaves is avoided; it says so again to whoever asks it anyway. */
const LEAVING_MS = 3_000;

export interface Upstreams {
  /** The order in which to try them. Those that just failed or leave come last, for want of better. */
  order(stickTo: string | null): string[];
  failed(address: string): void;
  leaves(address: string): void;
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
  const restsUntil = new Map<string, number>();
  const answeredAt = new Map<string, number>();
  let turn = 0;
  const avoid = (address: string, ms: number) => {
    restsUntil.set(address, Math.max(now() + ms, restsUntil.get(address) ?? 0));
    answeredAt.delete(address);
  };
  return {
    order(stickTo) {
      const first = stickTo === null ? turn++ : hash(stickTo);
      const turned = addresses.map((_, i) => addresses[(first + i) % addresses.length] ?? '');
      const rests = (address: string) => now() < (restsUntil.get(address) ?? -Infinity);
      return [...turned.filter((address) => !rests(address)), ...turned.filter(rests)];
    },
    failed(address) {
      avoid(address, REST_MS);
    },
    leaves(address) {
      avoid(address, LEAVING_MS);
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
