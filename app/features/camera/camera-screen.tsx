import { lazy, Suspense } from 'react';
import type { OperatorState } from '../../../contract/messages';
import type { Link } from '../../realtime/client/use-realtime-event-updates';
import { Button } from '../../ui/button';
import { useElapsedS } from '../../ui/clock';
import { noteOf, Notes } from '../phone-studio/notes';
import { OwnPicture, TallyBanner, type TallyState } from '../phone-studio/own-picture';
import type { Sending } from '../phone-studio/sending';
import type { BatteryState } from '../phone-studio/use-battery';
import type { CaptureControl } from '../phone-studio/use-capture';
import { useStickyFlag } from '../phone-studio/use-sticky-flag';
import { Vitals } from '../phone-studio/vitals';
import { Controls } from './camera-controls';

/** Loaded late: it needs LiveKit’s client, which the rest of this page does not need to appear. */
const ReturnPicture = lazy(() => import('./return-picture'));

interface Props extends OperatorState {
  link: Link;
  captured: CaptureControl;
  sending: Sending;
  battery: BatteryState;
  own: { muted: boolean; pictureOff: boolean };
  onMuted: (muted: boolean) => void;
  onPictureOff: (off: boolean) => void;
}

/** A web process that restarts is back before this; only then does the operator see a note. */
const SERVER_GONE_S = 5;

/** For one hand, gloves and sun: the picture, the tally around it, controls under the thumbs. */
export function CameraScreen(props: Props) {
  const { event, camera, tally, captured, sending, own } = props;
  const lost = sending.signal === 'none';
  const shown: TallyState = lost ? 'lost' : tally;
  const silentS = useElapsedS(props.link !== 'online');
  const note = noteOf({
    lost,
    interrupted: captured.interrupted,
    pictureOff: own.pictureOff || camera.pictureOff,
    hot: sending.hot,
    serverGone: silentS >= SERVER_GONE_S,
    noPicture: false,
    noSound: captured.capture !== null && !captured.capture.audio,
  });
  return (
    <main className="cam" data-tally={shown} aria-label={`Camera ${camera.number}, ${camera.label}`}>
      <OwnPicture capture={captured.capture} />
      <div className="cam-frame" />
      <TallyBanner tally={shown} />
      <div className="cam-top">
        <p className="cam-name">
          <b className="num">{camera.number}</b>
          <span className="clip">{camera.label}</span>
        </p>
        <Vitals
          sending={sending}
          battery={props.battery}
          capture={captured.capture}
          muted={own.muted || camera.muted}
        />
        <Notes note={note} />
      </div>
      <Suspense fallback={null}>
        {/* Rehearsal and program are two rooms: the status decides which. */}
        <ReturnPicture key={event.status} onAir={tally === 'program'} lost={lost} />
      </Suspense>
      <Controls
        captured={captured}
        own={own}
        byCrew={camera}
        onMuted={props.onMuted}
        onPictureOff={props.onPictureOff}
      />
      <TurnHint />
    </main>
  );
}

/** Covers the picture while the phone is upright; only the style sheet knows whether it is. */
function TurnHint() {
  const [dismissed, setDismissed] = useStickyFlag('upright');
  if (dismissed) return null;
  return (
    <section className="cam-turn" aria-label="Turn your phone">
      <svg viewBox="0 0 120 120" aria-hidden="true" fill="none" stroke="currentColor">
        <rect
          x="43"
          y="18"
          width="40"
          height="72"
          rx="7"
          strokeWidth="3"
          opacity=".45"
          strokeDasharray="5 5"
        />
        <rect x="27" y="54" width="72" height="40" rx="7" strokeWidth="3.5" fill="var(--bg)" />
        <path
          d="M22 46A46 46 0 0 1 40 21M40 21l-10 1M40 21l1 10"
          strokeWidth="3.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <h1>Turn your phone</h1>
      <p>Viewers see black bars until it lies sideways.</p>
      <p className="text-2">Nothing happens? Switch off rotation lock.</p>
      <Button size="touch" onClick={() => setDismissed(true)}>
        Film upright anyway
      </Button>
    </section>
  );
}
