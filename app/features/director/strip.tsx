import { Mic, MicOff } from 'lucide-react';
import { type MouseEvent, type PointerEvent, useId, useRef, useState } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import type { CameraDecision } from '../../../contract/vocabulary';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { elapsed } from '../../ui/format';
import { Battery, Signal, SoundMeter } from '../../ui/meters';
import { QrCode } from '../../ui/qr-code';
import { Shape } from '../../ui/signs';
import { cameraLook, feedLevel, feedText, isReady, shownCameras } from '../crew/looks';
import { CameraMenu, RenameField } from '../crew/camera-menu';
import { useCommand } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts.server';
import { TypedCode } from '../crew/typed-code';
import { useCellDrag } from './cell-drag';
import { CameraPicture } from './live-video/live-video';
import { programIsShort } from './status-bar';
import type { ClickMode, Switching } from './switching';

interface CameraStripProps {
  switching: Switching;
  mode: ClickMode;
  join: JoinFacts | null;
}

export function CameraStrip({ switching, mode, join }: CameraStripProps) {
  const { state } = useCrew();
  const { start } = useCellDrag();
  const cameras = shownCameras(state.cameras);
  if (cameras.length === 0) return <EmptyStrip join={join} />;
  const columns = cameras.length <= 6 ? 6 : 8;
  return (
    <ol
      className="strip"
      aria-label="Cameras"
      data-columns={columns}
      data-many={cameras.length > columns}
      data-drag={start !== null}
    >
      {cameras.map((camera) => (
        <li key={camera.id}>
          {camera.state === 'waiting' ? (
            <WaitingTile camera={camera} />
          ) : (
            <CameraTile camera={camera} switching={switching} mode={mode} />
          )}
        </li>
      ))}
    </ol>
  );
}

function EmptyStrip({ join }: { join: JoinFacts | null }) {
  return (
    <div className="strip-empty">
      {join ? (
        <>
          <div className="strip-qr">
            <QrCode code={join.qr} label="QR code for phones to join" />
          </div>
          <div>
            <h2>Connect the first phone</h2>
            <p>
              Scan the code with a phone’s camera
              {join.code === null ? '.' : `, or open ${join.address} on it and type`}
            </p>
            <TypedCode join={join} />
            <CopyButton size="small" text={join.link}>
              Copy link
            </CopyButton>
          </div>
        </>
      ) : (
        <div>
          <h2>No camera yet</h2>
          <p>Ask the event’s creator for its QR code or its typed code.</p>
        </div>
      )}
    </div>
  );
}

interface CameraTileProps {
  camera: CameraSlice;
  switching: Switching;
  mode: ClickMode;
}

/** A button named after its camera; colour, word and shape show its state. */
export function CameraTile({ camera, switching, mode }: CameraTileProps) {
  const { state, telemetry, now } = useCrew();
  const [renaming, setRenaming] = useState(false);
  const id = useId();
  const look = cameraLook(camera, state.program);
  const { pending } = switching;
  const isPreview = state.program.preview === camera.id;
  const pressed = pending !== null && 'cameraId' in pending && pending.cameraId === camera.id;
  return (
    <div className="tile" data-sign={look.sign} data-pending={pressed}>
      <button
        type="button"
        className="tile-button"
        aria-label={camera.label}
        aria-describedby={`${id}-state`}
        aria-pressed={mode === 'cut' ? look.sign === 'program' : isPreview}
        aria-keyshortcuts={camera.number < 10 ? `${camera.number} Shift+${camera.number}` : undefined}
        {...usePresses(camera, switching, mode)}
      >
        <span className="tile-picture">
          <CameraPicture
            identity={camera.identity}
            label={`Picture of ${camera.label}`}
            layer={isPreview ? 'high' : 'low'}
            gone={!isReady(camera)}
            spare={programIsShort(state.event, telemetry?.engine)}
          />
          <kbd>{camera.number}</kbd>
        </span>
        <span className="tile-tally" id={`${id}-state`}>
          <Shape state={look.sign} />
          <b>{look.word}</b>
          <span className="num">{elapsed(look.since, now)}</span>
        </span>
      </button>
      <div className="tile-body">
        <div className="tile-name">
          {renaming ? (
            <RenameField camera={camera} onDone={() => setRenaming(false)} />
          ) : (
            <span className="clip" title={camera.label}>
              {camera.label}
            </span>
          )}
          {renaming ? null : (
            <CameraMenu
              camera={camera}
              onRename={() => setRenaming(true)}
              first={[
                { label: 'Cut to it now', onSelect: () => switching.cut(camera.id) },
                { label: 'Set as next', onSelect: () => switching.preview(camera.id) },
              ]}
            />
          )}
        </div>
        <TileVitals camera={camera} why={look.why} />
      </div>
    </div>
  );
}

/** Between two taps that are one double tap; browsers make no double click of them on every phone. */
const DOUBLE_TAP_MS = 400;

/** One press cuts, or sets the preview and two cut; a press that moves drags the camera to a cell. */
function usePresses({ id, label }: CameraSlice, switching: Switching, mode: ClickMode) {
  const { start } = useCellDrag();
  const byFinger = useRef(false);
  const tappedAt = useRef(-Infinity);
  return {
    onPointerDown: (event: PointerEvent) => {
      byFinger.current = event.pointerType === 'touch';
      start?.({ cameraId: id, label }, event);
    },
    onClick: (event: MouseEvent) => {
      if (mode === 'cut') return switching.cut(id);
      // A click without a pointer has no count: Enter or Space on the tile.
      const isTap = byFinger.current && event.detail > 0;
      const isSecond = isTap && event.timeStamp - tappedAt.current < DOUBLE_TAP_MS;
      tappedAt.current = isTap && !isSecond ? event.timeStamp : -Infinity;
      if (isSecond) switching.cut(id);
      else switching.preview(id);
    },
    onDoubleClick: () => {
      if (mode === 'preview' && !byFinger.current) switching.cut(id);
    },
  };
}

/** Replaced by the reason when there is no picture. */
function TileVitals({ camera, why }: { camera: CameraSlice; why: string | null }) {
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

/** A phone that waits for admission; it sends no picture before. */
export function WaitingTile({ camera }: { camera: CameraSlice }) {
  const { commands, now } = useCrew();
  const { run, busy } = useCommand();
  const id = useId();
  const decide = (state: CameraDecision) =>
    void run(state, () => commands.changeCamera(camera.id, { state }));
  return (
    <div className="tile" data-sign="waiting">
      <span className="tile-picture tile-asking">
        <Shape state="waiting" />
        No picture until admitted
        <kbd>{camera.number}</kbd>
      </span>
      <span className="tile-tally">
        <Shape state="waiting" />
        <b>Waiting</b>
        <span className="num">{elapsed(camera.createdAt, now)}</span>
      </span>
      <div className="tile-body">
        <div id={id} className="tile-name">
          <span className="clip" title={camera.label}>
            {camera.label}
          </span>
        </div>
        <div className="tile-line text-3 clip">
          {camera.joinedBy === 'qr' ? 'by QR code' : 'by typed code'}
        </div>
        <div className="tile-buttons">
          <Button
            kind="primary"
            size="small"
            aria-describedby={id}
            busy={busy.has('admitted')}
            onClick={() => decide('admitted')}
          >
            Admit
          </Button>
          <Button
            size="small"
            aria-describedby={id}
            busy={busy.has('removed')}
            onClick={() => decide('removed')}
          >
            Decline
          </Button>
        </div>
      </div>
    </div>
  );
}
