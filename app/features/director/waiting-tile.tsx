import { useId } from 'react';
import { Button } from '../../ui/button';
import { elapsed } from '../../ui/format';
import { Shape } from '../../ui/shape';
import type { CameraSlice } from '../../../contract/messages';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';

/** A phone that asks to come in. It sends no picture until it is admitted. */
export function WaitingTile({ camera }: { camera: CameraSlice }) {
  const { commands, now } = useCrew();
  const { run, busy } = useCommand();
  const id = useId();
  const decide = (state: 'admitted' | 'removed') =>
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
