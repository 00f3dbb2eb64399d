import { lazy, Suspense } from 'react';
import type { OperatorState } from '../../../../contract/messages';
import type { Link as DeskLink } from '../../../realtime/client/use-realtime-event-updates';
import { useElapsedS } from '../hooks/use-elapsed';
import type { BatteryState } from '../hooks/use-battery';
import type { Sending } from '../hooks/use-sending';
import type { CaptureControl } from '../media/use-capture';
import { Controls } from './controls';
import { Notes } from './notes';
import { OwnPicture } from './own-picture';
import { noteOf } from './standing';
import { TallyBanner, type TallyState } from './tally-banner';
import { TurnHint } from './turn-hint';
import { Vitals } from './vitals';

/** Brings the media client along, which the camera's own screen does not need to appear. */
const ReturnPicture = lazy(() => import('./return-picture'));

interface Props extends OperatorState {
  deskLink: DeskLink;
  captured: CaptureControl;
  sending: Sending;
  battery: BatteryState;
  own: { muted: boolean; pictureOff: boolean };
  onMuted: (muted: boolean) => void;
  onPictureOff: (off: boolean) => void;
}

/** Seconds of a silent socket before the operator is told: a web process that restarts is back sooner. */
const DESK_GONE_S = 5;

/** One hand, gloves, sun: the picture, the tally around it, and what is pressed under the thumbs. */
export function CameraScreen(props: Props) {
  const { event, camera, tally, captured, sending, own } = props;
  const lost = sending.signal === 'none';
  const standing: TallyState = lost ? 'lost' : tally;
  const deskGoneS = useElapsedS(props.deskLink !== 'online');
  const note = noteOf({
    lost,
    interrupted: captured.interrupted,
    pictureOff: own.pictureOff || camera.pictureOff,
    hot: sending.hot,
    deskGone: deskGoneS >= DESK_GONE_S,
  });
  return (
    <main className="cam" data-standing={standing} aria-label={`Camera ${camera.number}, ${camera.label}`}>
      <OwnPicture capture={captured.capture} />
      <div className="cam-frame" />
      <TallyBanner standing={standing} />
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
        {/* Rehearsal and program are two rooms: another status is another room. */}
        <ReturnPicture key={event.status} onAir={tally === 'program'} lost={lost} />
      </Suspense>
      <Controls
        captured={captured}
        own={own}
        desk={camera}
        onMuted={props.onMuted}
        onPictureOff={props.onPictureOff}
      />
      <TurnHint />
    </main>
  );
}
