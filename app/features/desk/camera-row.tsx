import { useState } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import { Battery } from '../../ui/battery';
import { Signal } from '../../ui/signal';
import { StateWord } from '../../ui/state-word';
import { cameraLook, isReady } from '../crew/camera-look';
import { CameraMenu } from '../crew/camera-menu';
import { useCrew } from '../crew/crew-context';
import { feedLevel, feedText } from '../crew/feed-quality';
import { RenameField } from '../crew/rename-field';

/** One camera in the list: who it is, how it does, what can be done with it. */
export function CameraRow({ camera }: { camera: CameraSlice }) {
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
