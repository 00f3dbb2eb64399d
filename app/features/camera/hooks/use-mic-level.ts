import { useEffect, useState } from 'react';

/** Ten times a second is as quick as an eye follows a bar. */
const EVERY_MS = 100;

/**
 * Peak of the microphone in dBFS; null while the browser does not let the page listen (before the first press
 * after a reload).
 */
export function useMicLevel(track: MediaStreamTrack | null): number | null {
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
    }, EVERY_MS);
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
