import { useId } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import { Button } from '../../ui/button';
import { elapsed } from '../../ui/format';
import { StateWord } from '../../ui/state-word';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';

/** A phone that asks to come in. */
export function WaitingRow({ camera }: { camera: CameraSlice }) {
  const { commands, now } = useCrew();
  const { busy, run } = useCommand();
  const id = useId();
  const decide = (state: 'admitted' | 'removed') =>
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
