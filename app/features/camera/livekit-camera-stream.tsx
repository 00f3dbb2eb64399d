import { useEffect, useMemo } from 'react';
import type { OperatorState, Snapshot } from '../../../contract/messages';
import { useRealtimeEventUpdates } from '../../realtime/client/use-realtime-event-updates';
import { useInBrowser } from './hooks/use-in-browser';
import { usePublisher } from './hooks/use-publisher';
import { useSending } from './hooks/use-sending';
import { useStickyFlag } from './hooks/use-sticky-flag';
import { useBattery } from './hooks/use-battery';
import { useTelemetry } from './hooks/use-telemetry';
import { useWakeLock } from './hooks/use-wake-lock';
import { useCapture } from './media/use-capture';
import type { Wanted } from './publish-room';
import { CameraScreen } from './screen/camera-screen';
import { CaptureTrouble } from './screen/capture-trouble';
import { Standstill } from './screen/standstill';
import { standstillOf } from './screen/standing';
import { WaitingScreen } from './screen/waiting-screen';

interface Props {
  initial: Snapshot<'camera'>;
}

/** A phone as a camera. Everything here belongs to the browser: the server draws an empty studio. */
export function LiveKitCameraStream({ initial }: Props) {
  return useInBrowser() ? <CameraStream initial={initial} /> : <main className="cam" aria-busy="true" />;
}

function CameraStream({ initial }: Props) {
  const desk = useRealtimeEventUpdates({ audience: 'camera', initial });
  const { event, camera, tally } = desk.state ?? initial.state;
  const captured = useCapture();
  const [muted, setMuted] = useStickyFlag('muted');
  const [pictureOff, setPictureOff] = useStickyFlag('pictureOff');
  const wanted = useWanted(captured.capture, {
    filming: event.status !== 'ended' && camera.state !== 'removed' && !desk.takenOver,
    // The director's word counts beside the operator's own: either one silences.
    muted: muted || camera.muted,
    pictureOff: pictureOff || camera.pictureOff,
  });
  const { state, publisher } = usePublisher(wanted);
  const sending = useSending(publisher, state);
  const battery = useBattery();
  const standstill = standstillOf({ publisher: state.name, camera, event, takenOver: desk.takenOver });
  useAdmission(camera.state, () => publisher.again());
  useTelemetry(desk.sendPhone, { rates: sending.rates, battery, wanted });
  useWakeLock(standstill === null);

  if (standstill) {
    const useThisTab = () => {
      desk.takeBack();
      publisher.again();
    };
    return <Standstill kind={standstill} event={event} onUseThisTab={useThisTab} />;
  }
  if (captured.fault && !isAlive(captured.capture?.video)) {
    return <CaptureTrouble fault={captured.fault} onAsk={captured.open} />;
  }
  if (camera.state === 'waiting') {
    return <WaitingScreen event={event} capture={captured.capture} battery={battery} link={desk.link} />;
  }
  return (
    <CameraScreen
      event={event}
      camera={camera}
      tally={tally}
      deskLink={desk.link}
      captured={captured}
      sending={sending}
      battery={battery}
      own={{ muted, pictureOff }}
      onMuted={setMuted}
      onPictureOff={setPictureOff}
    />
  );
}

function useWanted(
  capture: { video: MediaStreamTrack; audio: MediaStreamTrack } | null,
  { filming, muted, pictureOff }: { filming: boolean; muted: boolean; pictureOff: boolean },
): Wanted | null {
  return useMemo(
    () => (capture && filming ? { video: capture.video, audio: capture.audio, muted, pictureOff } : null),
    [capture, filming, muted, pictureOff],
  );
}

/** The socket says admitted before the next poll would: half a second less of waiting. */
function useAdmission(state: OperatorState['camera']['state'], again: () => void): void {
  useEffect(() => {
    if (state === 'admitted') again();
    // Only the change counts, not who is told of it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state]);
}

function isAlive(track: MediaStreamTrack | undefined): boolean {
  return track?.readyState === 'live';
}
