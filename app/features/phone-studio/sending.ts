import { useEffect, useRef, useState } from 'react';
import { clockText } from '../../ui/format';
import type { CameraPublisher } from './camera-publisher';
import type { PublisherState } from './publisher-state';
import { readSendStats, sendRates, type SendRates, type SendReading } from './send-stats';

/** The contract’s interval of telemetry. */
const READ_EVERY_MS = 2_000;
/** Resuming takes the browser longer than a new connection takes us; this leaves it one attempt. */
const START_OVER_MS = 10_000;

export interface Sending {
  rates: SendRates | null;
  signal: Signal;
  /** The processor limited the encoder in two readings: the phone is hot or busy. */
  hot: boolean;
}

interface Seen {
  rates: SendRates | null;
  farEndSilentMs: number | null;
  hotReadings: number;
}

const NOTHING: Seen = { rates: null, farEndSilentMs: null, hotReadings: 0 };

/** Reads every two seconds what arrives at the far end, and reconnects when nothing does. */
export function useSending(publisher: CameraPublisher, state: PublisherState): Sending {
  const [seen, setSeen] = useState<Seen>(NOTHING);
  const [everOnline, setEverOnline] = useState(false);
  const browserOnline = useBrowserOnline();
  const online = state.name === 'online';
  // After another tab took over this is a first connection again, not a loss.
  if (online !== everOnline && (online || state.name === 'off' || state.name === 'takenOver'))
    setEverOnline(online);

  useReadings(publisher, online, setSeen);

  const signal = signalOf({
    publisher: state.name,
    browserOnline,
    loss: seen.rates?.loss ?? 0,
    rttMs: seen.rates?.rttMs ?? null,
    limited: seen.rates?.limited ?? 'none',
    farEndSilentMs: seen.farEndSilentMs,
    everOnline,
  });
  return {
    rates: online ? seen.rates : null,
    signal,
    hot: seen.hotReadings >= 2,
  };
}

function useReadings(publisher: CameraPublisher, online: boolean, tell: (seen: Seen) => void): void {
  const before = useRef<SendReading | null>(null);
  const silence = useRef({ farEndAtMs: -1, sinceMs: 0 });
  const hotReadings = useRef(0);
  useEffect(() => {
    if (!online) return;
    silence.current = { farEndAtMs: -1, sinceMs: performance.now() };
    const read = async () => {
      const now = readSendStats(await publisher.stats(), performance.now());
      const rates = sendRates(before.current, now);
      before.current = now;
      if (now.farEndAtMs !== null && now.farEndAtMs !== silence.current.farEndAtMs) {
        silence.current = { farEndAtMs: now.farEndAtMs, sinceMs: now.atMs };
      }
      const farEndSilentMs = now.atMs - silence.current.sinceMs;
      hotReadings.current = now.limited === 'cpu' ? hotReadings.current + 1 : 0;
      tell({ rates, farEndSilentMs, hotReadings: hotReadings.current });
      if (farEndSilentMs > START_OVER_MS) publisher.startOver();
      else publisher.refresh();
    };
    const timer = setInterval(() => void read().catch(() => undefined), READ_EVERY_MS);
    return () => {
      clearInterval(timer);
      before.current = null;
      tell(NOTHING);
    };
  }, [publisher, online, tell]);
}

function useBrowserOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    look();
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return online;
}

type Signal = 'good' | 'weak' | 'none' | 'starting';

export interface SignalFacts {
  publisher: PublisherState['name'];
  /** `navigator.onLine`: false is certain, true is not. */
  browserOnline: boolean;
  loss: number;
  rttMs: number | null;
  /** `qualityLimitationReason` of the encoder. */
  limited: string;
  /** How long the far end has not reported; null while unknown. */
  farEndSilentMs: number | null;
  everOnline: boolean;
}

/** Above this share of lost packets retransmission no longer hides the loss, and freezes become likely. */
const WEAK_LOSS = 0.05;
const WEAK_RTT_MS = 400;
/** The far end reports about once a second: three missing in a row are no accident, five mean no network. */
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

/** @param forS seconds since the connection was lost */
export function signalText(signal: Signal, forS: number): string {
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

/** Filled bars of the signal icon, of four. */
export const BARS = { good: 4, weak: 2, none: 0, starting: 1 } as const satisfies Record<Signal, number>;
