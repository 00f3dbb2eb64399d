import { useId, useState } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import { elapsed } from '../../ui/format';
import { Shape } from '../../ui/shape';
import { cameraLook, isReady } from '../crew/camera-look';
import { CameraMenu } from '../crew/camera-menu';
import { useCrew } from '../crew/crew-context';
import { RenameField } from '../crew/rename-field';
import { CameraPicture } from './media/camera-picture';
import { TileVitals } from './tile-vitals';
import type { ClickMode } from './use-click-mode';
import type { Switching } from './use-switching';

interface Props {
  camera: CameraSlice;
  switching: Switching;
  mode: ClickMode;
}

/** One camera: a button named after it, in the colour, word and shape of its state. */
export function CameraTile({ camera, switching, mode }: Props) {
  const { state, now } = useCrew();
  const [renaming, setRenaming] = useState(false);
  const id = useId();
  const look = cameraLook(camera, state.program);
  const { pending } = switching;
  const isPreview = state.program.preview === camera.id;
  const pressed = pending !== null && pending.kind !== 'fade' && pending.cameraId === camera.id;
  return (
    <div className="tile" data-sign={look.sign} data-pending={pressed}>
      <button
        type="button"
        className="tile-button"
        aria-label={camera.label}
        aria-describedby={`${id}-state`}
        aria-pressed={mode === 'cut' ? look.sign === 'program' : isPreview}
        aria-keyshortcuts={camera.number < 10 ? `${camera.number} Shift+${camera.number}` : undefined}
        onClick={() => (mode === 'cut' ? switching.cut(camera.id) : switching.preview(camera.id))}
        onDoubleClick={() => (mode === 'preview' ? switching.cut(camera.id) : undefined)}
      >
        <span className="tile-picture">
          <CameraPicture
            identity={camera.identity}
            label={`Picture of ${camera.label}`}
            layer={isPreview ? 'high' : 'low'}
            gone={!isReady(camera)}
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
