import { Mic, MicOff } from 'lucide-react';
import type { CameraSlice } from '../../../contract/messages';
import { Battery } from '../../ui/battery';
import { SoundMeter } from '../../ui/meter';
import { Signal } from '../../ui/signal';
import { useCrew } from '../crew/crew-context';
import { feedLevel, feedText } from '../crew/feed-quality';

/** Signal, battery, sound and what the phone sends; or, when there is no picture, why. */
export function TileVitals({ camera, why }: { camera: CameraSlice; why: string | null }) {
  const telemetry = useCrew().telemetry?.cameras[camera.id];
  const phone = telemetry?.phone;
  if (why) return <p className="tile-why">{why}</p>;
  return (
    <>
      <div className="tile-line">
        <Signal level={feedLevel(camera, telemetry)} />
        <Battery level={phone?.battery ?? null} charging={phone?.charging} />
      </div>
      <TileSound
        camera={camera}
        byOperator={phone?.micMuted ?? false}
        peakDb={telemetry?.engine?.audioPeakDb}
      />
      <div className="tile-line tile-feed" title={feedText(telemetry, true) ?? undefined}>
        {feedText(telemetry, false) ?? 'No measurements yet'}
      </div>
    </>
  );
}

function TileSound(props: { camera: CameraSlice; byOperator: boolean; peakDb: number | undefined }) {
  if (props.camera.muted || props.byOperator) {
    return (
      <div className="tile-line tile-sound text-3">
        <MicOff className="icon" />
        {props.camera.muted ? 'Muted by you' : 'Muted by operator'}
      </div>
    );
  }
  return (
    <div className="tile-line tile-sound">
      <Mic className="icon" />
      <SoundMeter peakDb={props.peakDb ?? -Infinity} label={`Sound of ${props.camera.label}`} />
    </div>
  );
}
