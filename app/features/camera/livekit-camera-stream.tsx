import { useEffect, useMemo } from 'react';
import type { OperatorState, PhoneTelemetry, Snapshot } from '../../../contract/messages';
import { useRealtimeEventUpdates } from '../../realtime/client/use-realtime-event-updates';
import { useInBrowser } from '../../ui/use-in-browser';
import { usePublisher } from '../phone-studio/camera-publisher';
import type { Capture } from '../phone-studio/capture';
import { CaptureTrouble } from '../phone-studio/join-page';
import type { Wanted } from '../phone-studio/publish-room';
import type { SendRates } from '../phone-studio/send-stats';
import { useSending } from '../phone-studio/sending';
import { type BatteryState, useBattery } from '../phone-studio/use-battery';
import { useCapture } from '../phone-studio/use-capture';
import { useStickyFlag } from '../phone-studio/use-sticky-flag';
import { useWakeLock } from '../phone-studio/use-wake-lock';
import { CameraScreen } from './camera-screen';
import { Standstill, standstillOf, WaitingScreen } from './waiting-screen';

interface Props {
  initial: Snapshot<'camera'>;
}

/** A phone as a camera. It needs the browser’s media, so the server renders an empty page. */
export function LiveKitCameraStream({ initial }: Props) {
  return useInBrowser() ? <CameraStream initial={initial} /> : <main className="cam" aria-busy="true" />;
}

function CameraStream({ initial }: Props) {
  const updates = useRealtimeEventUpdates({ audience: 'camera', initial });
  const { event, camera, tally } = updates.state ?? initial.state;
  const captured = useCapture();
  const [muted, setMuted] = useStickyFlag('muted');
  const [pictureOff, setPictureOff] = useStickyFlag('pictureOff');
  const wanted = useWanted(captured.capture, {
    filming: event.status !== 'ended' && camera.state !== 'removed' && !updates.takenOver,
    // Director and operator can both mute.
    muted: muted || camera.muted,
    pictureOff: pictureOff || camera.pictureOff,
  });
  const { state, publisher } = usePublisher(wanted);
  const sending = useSending(publisher, state);
  const battery = useBattery();
  const standstill = standstillOf({ publisher: state.name, camera, event, takenOver: updates.takenOver });
  useAdmission(camera.state, () => publisher.again());
  useTelemetry(updates.sendPhone, { rates: sending.rates, battery, wanted });
  useWakeLock(standstill === null);

  if (standstill) {
    const useThisTab = () => {
      updates.takeBack();
      publisher.again();
    };
    return <Standstill kind={standstill} event={event} onUseThisTab={useThisTab} />;
  }
  if (captured.error && !isAlive(captured.capture?.video)) {
    return <CaptureTrouble error={captured.error} onAsk={captured.open} />;
  }
  if (camera.state === 'waiting') {
    return <WaitingScreen event={event} capture={captured.capture} battery={battery} link={updates.link} />;
  }
  return (
    <CameraScreen
      event={event}
      camera={camera}
      tally={tally}
      link={updates.link}
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
  capture: Capture | null,
  { filming, muted, pictureOff }: { filming: boolean; muted: boolean; pictureOff: boolean },
): Wanted | null {
  return useMemo(
    () => (capture && filming ? { video: capture.video, audio: capture.audio, muted, pictureOff } : null),
    [capture, filming, muted, pictureOff],
  );
}

/** The socket reports the admission before the next poll would: half a second less of waiting. */
function useAdmission(state: OperatorState['camera']['state'], again: () => void): void {
  useEffect(() => {
    if (state === 'admitted') again();
    // Runs on the change of the state only.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state]);
}

function isAlive(track: MediaStreamTrack | null | undefined): boolean {
  return track?.readyState === 'live';
}

interface Facts {
  /** A new object per reading, every two seconds; null while nothing is sent. */
  rates: SendRates | null;
  battery: BatteryState;
  wanted: Wanted | null;
}

/** Sends this phone’s telemetry with each reading. */
function useTelemetry(send: (telemetry: PhoneTelemetry) => void, { rates, battery, wanted }: Facts): void {
  useEffect(() => {
    if (!rates || !wanted) return;
    send({
      ...rates,
      battery: battery.level,
      charging: battery.charging,
      micMuted: wanted.muted || !wanted.audio,
      pictureOff: wanted.pictureOff,
    });
    // One message per reading; other changes are sent with the next one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rates]);
}
