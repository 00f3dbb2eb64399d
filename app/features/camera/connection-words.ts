import { clockText } from '../../ui/format';
import type { PublisherState } from './publisher-state';

/** The connection as an operator needs it: three states, each with words and a picture. */
export type Signal = 'good' | 'weak' | 'none' | 'starting';

export interface SignalFacts {
  publisher: PublisherState['name'];
  /** navigator.onLine; false is certain, true is not. */
  browserOnline: boolean;
  loss: number;
  rttMs: number | null;
  /** What the encoder says holds it back. */
  limited: string;
  /** How long the far end has been silent; null while unknown. */
  farEndSilentMs: number | null;
  everOnline: boolean;
}

/** Above this share of lost packets retransmission no longer hides the loss: freezes become likely. */
const WEAK_LOSS = 0.05;
const WEAK_RTT_MS = 400;
/**
 * Reports of the far end come about once a second; three in a row missing is no accident, five is no network.
 */
const WEAK_SILENCE_MS = 3_000;
const NO_SILENCE_MS = 5_000;

export function signalOf(facts: SignalFacts): Signal {
  if (!facts.browserOnline) return 'none';
  if (facts.publisher !== 'online') return facts.everOnline ? 'none' : 'starting';
  const silentMs = facts.farEndSilentMs ?? 0;
  if (silentMs >= NO_SILENCE_MS) return 'none';
  const slow = facts.rttMs !== null && facts.rttMs > WEAK_RTT_MS;
  const weak = silentMs >= WEAK_SILENCE_MS || facts.loss > WEAK_LOSS || slow || facts.limited === 'bandwidth';
  return weak ? 'weak' : 'good';
}

/** `forS`: seconds since the connection was last there. */
export function signalWords(signal: Signal, forS: number): string {
  switch (signal) {
    case 'good':
      return 'Connection good';
    case 'weak':
      return 'Connection weak';
    case 'none':
      return `Not connected for ${clockText(Math.max(0, Math.floor(forS)))}`;
    case 'starting':
      return 'Connecting';
  }
}

/** Bars of the signal picture that are full, of four. */
export const BARS = { good: 4, weak: 2, none: 0, starting: 1 } as const satisfies Record<Signal, number>;
