import { useEffect } from 'react';
import type { PhoneTelemetry } from '../../../../contract/messages';
import type { Wanted } from '../publish-room';
import type { SendRates } from '../send-stats';
import type { BatteryState } from './use-battery';

interface Facts {
  /** A new object with each reading, every two seconds; null while nothing is sent. */
  rates: SendRates | null;
  battery: BatteryState;
  wanted: Wanted | null;
}

/** Tells the desk with each reading how this phone fares. */
export function useTelemetry(
  send: (telemetry: PhoneTelemetry) => void,
  { rates, battery, wanted }: Facts,
): void {
  useEffect(() => {
    if (!rates || !wanted) return;
    send({
      ...rates,
      battery: battery.level,
      charging: battery.charging,
      micMuted: wanted.muted,
      pictureOff: wanted.pictureOff,
    });
    // One message a reading; what else changed in between goes along with the next.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rates]);
}
