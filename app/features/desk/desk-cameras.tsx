import { useId, useState } from 'react';
import type { CameraDecision } from '../../../contract/vocabulary';
import type { CameraSlice } from '../../../contract/messages';
import { Battery } from '../../ui/battery';
import { Button } from '../../ui/button';
import { count, elapsed } from '../../ui/format';
import { StateWord } from '../../ui/shape';
import { Signal } from '../../ui/signal';
import { cameraLook, isReady, shownCameras } from '../crew/camera-look';
import { CameraMenu, RenameField } from '../crew/camera-menu';
import { useCrew } from '../crew/crew-context';
import { feedLevel, feedText } from '../crew/feed-quality';
import { useCommand } from '../crew/use-command';

/** Phones that wait for admission come first. */
export function CamerasSection() {
  const { state } = useCrew();
  const cameras = shownCameras(state.cameras);
  const waiting = cameras.filter((camera) => camera.state === 'waiting');
  const admitted = cameras.filter((camera) => camera.state === 'admitted');
  const ready = admitted.filter(isReady).length;
  return (
    <section id="cameras" aria-labelledby="cameras-title" tabIndex={-1}>
      <div className="part-head">
        <h2 id="cameras-title">{state.event.kind === 'show' ? 'Host' : 'Cameras'}</h2>
        <span className="small text-3 num">
          {ready} ready{waiting.length > 0 ? `, ${waiting.length} waiting` : ''}
        </span>
      </div>
      {waiting.map((camera) => (
        <WaitingRow key={camera.id} camera={camera} />
      ))}
      <ul className="desk-list" aria-label={count(admitted.length, 'camera')}>
        {admitted.map((camera) => (
          <CameraRow key={camera.id} camera={camera} />
        ))}
      </ul>
      {cameras.length === 0 ? (
        <p className="desk-empty">
          No phone has joined. Scan the QR code with one, or type the code at the address below it.
        </p>
      ) : null}
    </section>
  );
}

function CameraRow({ camera }: { camera: CameraSlice }) {
  const { state, telemetry } = useCrew();
  const [renaming, setRenaming] = useState(false);
  const measured = telemetry?.cameras[camera.id];
  const look = cameraLook(camera, state.program);
  const standby = look.sign === 'standby' && isReady(camera);
  return (
    <li>
      <kbd className="row-number">{camera.number}</kbd>
      <span className="grow">
        {renaming ? (
          <RenameField camera={camera} onDone={() => setRenaming(false)} />
        ) : (
          <>
            <b className="clip">{camera.label}</b>
            <small className="clip" title={feedText(measured, true) ?? undefined}>
              {look.why ?? [camera.device, camera.muted ? 'muted' : ''].filter(Boolean).join(', ')}
            </small>
          </>
        )}
      </span>
      <span className="row-signal">
        <Signal level={feedLevel(camera, measured)} />
      </span>
      <span className="row-battery">
        <Battery level={measured?.phone?.battery ?? null} charging={measured?.phone?.charging} />
      </span>
      <span className="row-state">
        <StateWord state={standby ? 'ready' : look.sign}>{standby ? 'Ready' : look.word}</StateWord>
      </span>
      <CameraMenu camera={camera} onRename={() => setRenaming(true)} />
    </li>
  );
}

function WaitingRow({ camera }: { camera: CameraSlice }) {
  const { commands, now } = useCrew();
  const { busy, run } = useCommand();
  const id = useId();
  const decide = (state: CameraDecision) =>
    void run(state, () => commands.changeCamera(camera.id, { state }));
  return (
    <div className="waiting-row">
      <StateWord state="waiting" filled="full">
        Waiting
      </StateWord>
      <span className="grow" id={id}>
        <b className="clip">{camera.label}</b>
        <small className="num">
          {camera.joinedBy === 'qr' ? 'scanned the QR code' : 'typed the code'}{' '}
          {elapsed(camera.createdAt, now)} ago
        </small>
      </span>
      <Button
        kind="surface"
        aria-describedby={id}
        busy={busy.has('removed')}
        onClick={() => decide('removed')}
      >
        Decline
      </Button>
      <Button
        kind="primary"
        aria-describedby={id}
        busy={busy.has('admitted')}
        onClick={() => decide('admitted')}
      >
        Admit
      </Button>
    </div>
  );
}
