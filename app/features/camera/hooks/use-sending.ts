import { useEffect, useRef, useState } from 'react';
import { type Signal, signalOf } from '../connection-words';
import type { CameraPublisher } from '../camera-publisher';
import type { PublisherState } from '../publisher-state';
import { type SendRates, type SendReading, readSendStats, sendRates } from '../send-stats';

/** The contract's interval of telemetry; a person needs no more often either. */
const EVERY_MS = 2_000;
/**
 * The browser's own repair of a lost path takes longer than a fresh connection; this leaves it one chance.
 */
const START_OVER_MS = 10_000;

export interface Sending {
  rates: SendRates | null;
  signal: Signal;
  /** The encoder has been held back by the processor for two readings: the phone is hot or busy. */
  hot: boolean;
}

interface Seen {
  rates: SendRates | null;
  farEndSilentMs: number | null;
  hotReadings: number;
}

const NOTHING: Seen = { rates: null, farEndSilentMs: null, hotReadings: 0 };

/** Reads every two seconds what arrives of this phone's picture, and starts over when nothing does. */
export function useSending(publisher: CameraPublisher, state: PublisherState): Sending {
  const [seen, setSeen] = useState<Seen>(NOTHING);
  const [everOnline, setEverOnline] = useState(false);
  const browserOnline = useBrowserOnline();
  const online = state.name === 'online';
  // After standing back for another tab the way begins anew: that is connecting, not a loss.
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
    const timer = setInterval(() => void read().catch(() => undefined), EVERY_MS);
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
