import { Mic, MicOff } from 'lucide-react';
import { Battery } from '../../../ui/battery';
import { SoundMeter } from '../../../ui/meter';
import { Signal as SignalBars } from '../../../ui/signal';
import { BARS, signalWords } from '../connection-words';
import type { BatteryState } from '../hooks/use-battery';
import { useElapsedS } from '../hooks/use-elapsed';
import { useMicLevel } from '../hooks/use-mic-level';
import type { Sending } from '../hooks/use-sending';
import type { Capture } from '../media/open';

interface Props {
  sending: Sending;
  battery: BatteryState;
  capture: Capture | null;
  muted: boolean;
  /** Nothing is to be sent: then there is no connection to speak of. */
  resting?: boolean;
}

/** Connection, battery and sound: neutral, amber when something is wrong. */
export function Vitals({ sending, battery, capture, muted, resting = false }: Props) {
  const lostS = useElapsedS(sending.signal === 'none');
  return (
    <div className="cam-vitals">
      {resting ? null : <SignalBars level={BARS[sending.signal]} word={signalWords(sending.signal, lostS)} />}
      <Battery level={battery.level} charging={battery.charging} />
      <MicMeter track={capture?.audio ?? null} muted={muted} />
    </div>
  );
}

/** A component of its own: it draws ten times a second, and nothing else should. */
function MicMeter({ track, muted }: { track: MediaStreamTrack | null; muted: boolean }) {
  const peakDb = useMicLevel(muted ? null : track);
  if (muted) {
    return (
      <span className="cam-mic" data-muted="true">
        <MicOff className="icon" aria-hidden="true" /> Muted
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
