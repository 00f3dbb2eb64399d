import { type CSSProperties, type KeyboardEvent, useId } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import { type Cell, cellsOf } from '../../../core/layout';
import { moveInMenu, type PopupPlace, usePopup } from '../../ui/popup';
import { Shape } from '../../ui/signs';
import { useCrew } from '../crew/crew-context';
import { isReady } from '../crew/looks';
import { useCellDrag } from './cell-drag';
import { withCamera } from './cells';
import { isReachedByTab } from './keys';
import { SMALL } from './layout-drawing';
import type { Switching } from './switching';
import type { SentTransition } from './transition-choice';

interface Props {
  switching: Switching;
  transition: SentTransition | 'cut';
}

/** The program as a small picture in which cameras are put into cells: by dragging, by a digit, by a menu. */
export function ProgramCells({ switching, transition }: Props) {
  const { program, cameras } = useCrew().state;
  const admitted = cameras.filter(({ state }) => state === 'admitted').sort((a, b) => a.number - b.number);
  const fill = (cell: number, cameraId: string | null) =>
    switching.setScene({ cells: withCamera(program.cells, cell, cameraId), transition });
  return (
    <div className="program-cells-frame">
      <div className="program-cells" role="group" aria-label="Cells of the program">
        {cellsOf(program.layout, program.options, SMALL).map((place, cell) => (
          <CellButton
            key={cell}
            cell={cell}
            place={place}
            camera={admitted.find(({ id }) => id === program.cells[cell])}
            cameras={admitted}
            onFill={(cameraId) => fill(cell, cameraId)}
          />
        ))}
      </div>
      <p className="small text-3">
        Drag a camera into a cell, or a cell onto another one. Or press a cell and choose.
      </p>
    </div>
  );
}

interface CellProps {
  cell: number;
  place: Cell;
  camera: CameraSlice | undefined;
  cameras: CameraSlice[];
  onFill: (cameraId: string | null) => void;
}

const percentOf = (part: number, whole: number) => `${(part / whole) * 100}%`;

const styleOf = ({ x, y, width, height }: Cell): CSSProperties => ({
  left: percentOf(x, SMALL.width),
  top: percentOf(y, SMALL.height),
  width: percentOf(width, SMALL.width),
  height: percentOf(height, SMALL.height),
});

const digitOf = (event: KeyboardEvent): number | null => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  return digit ? Number(digit) : null;
};

function CellButton({ cell, place, camera, cameras, onFill }: CellProps) {
  const { frame, at, setAt, close } = usePopup<PopupPlace>('[role=menuitem]');
  const { start, over } = useCellDrag();
  const id = useId();
  const sign = !camera ? 'standby' : isReady(camera) ? 'program' : 'attention';
  const label = camera?.label ?? 'Slate';
  const choose = (cameraId: string | null) => {
    close();
    onFill(cameraId);
  };
  const open = () => {
    const box = frame.current?.getBoundingClientRect();
    if (box) setAt({ right: Math.max(8, window.innerWidth - box.right), top: box.bottom + 4 });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (at && event.key === 'Escape') close();
    if (at && moveInMenu(event)) return;
    const digit = at || isReachedByTab() ? digitOf(event) : null;
    const chosen = digit === null ? undefined : cameras.find(({ number }) => number === digit);
    if (chosen) choose(chosen.id);
  };
  return (
    <div
      ref={frame}
      className="cell"
      style={styleOf(place)}
      data-cell={cell}
      data-sign={sign}
      data-over={over === cell}
      data-bordered={place.border > 0}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        data-takes-digits
        aria-label={`Cell ${cell + 1}: ${label}${sign === 'attention' ? ', no fresh picture' : ''}`}
        title={label}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        aria-controls={id}
        onClick={at ? close : open}
        onPointerDown={(event) => start?.({ cell, label }, event)}
      >
        <span className="cell-tally">
          <Shape state={sign} />
          {camera ? <kbd>{camera.number}</kbd> : null}
        </span>
        <span className="cell-label">{label}</span>
      </button>
      {at ? (
        <div id={id} role="menu" aria-label={`Camera of cell ${cell + 1}`} className="menu-list" style={at}>
          {cameras.map((one) => (
            <button
              key={one.id}
              type="button"
              role="menuitem"
              className="menu-item"
              onClick={() => choose(one.id)}
            >
              <kbd className="number-key">{one.number}</kbd>
              {one.label}
            </button>
          ))}
          <button type="button" role="menuitem" className="menu-item" onClick={() => choose(null)}>
            Slate
          </button>
        </div>
      ) : null}
    </div>
  );
}
