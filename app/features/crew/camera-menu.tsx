import { type FormEvent, useState } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import { ConfirmDialog } from '../../ui/dialog';
import { Menu, type MenuItem } from '../../ui/menu';
import { type CameraChange, useCommand } from './commands';
import { useCrew } from './crew-context';

interface CameraMenuProps {
  camera: CameraSlice;
  /** Items that only this page offers. */
  first?: MenuItem[];
  onRename: () => void;
}

export function CameraMenu({ camera, first = [], onRename }: CameraMenuProps) {
  const { commands, state } = useCrew();
  const { run, busy } = useCommand();
  const [asking, setAsking] = useState(false);
  const change = (what: CameraChange) => void run('change', () => commands.changeCamera(camera.id, what));
  const remove = () =>
    void run('remove', () => commands.changeCamera(camera.id, { state: 'removed' })).then(() =>
      setAsking(false),
    );
  return (
    <>
      <Menu
        label="More"
        describes={camera.label}
        items={[
          ...first,
          { label: 'Rename', onSelect: onRename },
          { label: camera.muted ? 'Unmute' : 'Mute', onSelect: () => change({ muted: !camera.muted }) },
          {
            label: camera.pictureOff ? 'Picture on' : 'Picture off',
            onSelect: () => change({ pictureOff: !camera.pictureOff }),
          },
          // A host's picture may stand still anyway.
          ...(state.event.kind === 'show'
            ? []
            : [
                {
                  label: camera.mayStandStill ? 'Warn when it stands still' : 'May stand still',
                  onSelect: () => change({ mayStandStill: !camera.mayStandStill }),
                },
              ]),
          { label: 'Remove…', onSelect: () => setAsking(true) },
        ]}
      />
      <ConfirmDialog
        open={asking}
        title={`Remove ${camera.label}?`}
        confirm="Remove camera"
        busy={busy.has('remove')}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        Its picture goes at once and its phone is signed out. To come back it has to join again.
      </ConfirmDialog>
    </>
  );
}

const LONGEST_LABEL = 60;

/** Edits the name in place: Enter keeps it, Escape or an empty field does not. */
export function RenameField({ camera, onDone }: { camera: CameraSlice; onDone: () => void }) {
  const { commands } = useCrew();
  const { run } = useCommand();
  const [label, setLabel] = useState(camera.label);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    const wanted = label.trim();
    if (wanted === '' || wanted === camera.label) return onDone();
    void run('rename', () => commands.changeCamera(camera.id, { label: wanted })).then(onDone);
  };
  return (
    <form onSubmit={keep} className="rename">
      <input
        className="input"
        aria-label="Name of the camera"
        value={label}
        maxLength={LONGEST_LABEL}
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setLabel(event.target.value)}
        onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)}
        onBlur={keep}
      />
    </form>
  );
}
