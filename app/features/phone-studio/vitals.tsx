import { Mic, MicOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Battery, Signal as SignalBars, SoundMeter } from '../../ui/meters';
import { useElapsedS } from '../../ui/clock';
import type { Capture } from './capture';
import { BARS, type Sending, signalText } from './sending';
import type { BatteryState } from './use-battery';

interface Props {
  sending: Sending;
  battery: BatteryState;
  capture: Capture | null;
  muted: boolean;
  /** Nothing is being sent, so there is no connection to show. */
  resting?: boolean;
}

/** Connection, battery and sound; amber when something is wrong. */
export function Vitals({ sending, battery, capture, muted, resting = false }: Props) {
  const lostS = useElapsedS(sending.signal === 'none');
  return (
    <div className="cam-vitals">
      {resting ? null : <SignalBars level={BARS[sending.signal]} word={signalText(sending.signal, lostS)} />}
      <Battery level={battery.level} charging={battery.charging} />
      <MicMeter
        track={capture?.audio ?? null}
        silent={capture && !capture.audio ? 'No sound' : muted ? 'Muted' : null}
      />
    </div>
  );
}

/** A component of its own: it renders ten times a second, the rest need not. */
function MicMeter({ track, silent }: { track: MediaStreamTrack | null; silent: string | null }) {
  const peakDb = useMicLevel(silent ? null : track);
  if (silent) {
    return (
      <span className="cam-mic" data-muted="true">
        <MicOff className="icon" aria-hidden="true" /> {silent}
      </span>
    );
  }
  return (
    <span className="cam-mic">
      <Mic className="icon" aria-hidden="true" />
      {peakDb === null ? 'On' : <SoundMeter peakDb={peakDb} label="Microphone" />}
    </span>
  );
}

const LEVEL_EVERY_MS = 100;

/**
 * Peak of the microphone in dBFS; null while the browser does not allow an AudioContext (before the first
 * press after a reload).
 */
function useMicLevel(track: MediaStreamTrack | null): number | null {
  const [peakDb, setPeakDb] = useState<number | null>(null);
  useEffect(() => {
    if (!track) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const wake = () => void context.resume().catch(() => undefined);
    const timer = setInterval(() => {
      if (context.state !== 'running') return;
      analyser.getFloatTimeDomainData(samples);
      setPeakDb(peakOf(samples));
    }, LEVEL_EVERY_MS);
    wake();
    document.addEventListener('pointerdown', wake);
    return () => {
      clearInterval(timer);
      document.removeEventListener('pointerdown', wake);
      void context.close().catch(() => undefined);
      setPeakDb(null);
    };
  }, [track]);
  return peakDb;
}

function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak > 0 ? 20 * Math.log10(peak) : -Infinity;
}
