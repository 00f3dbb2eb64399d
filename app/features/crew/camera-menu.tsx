import { useState } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import { ConfirmDialog } from '../../ui/dialog';
import { Menu, type MenuItem } from '../../ui/menu';
import type { CameraChange } from './commands';
import { useCrew } from './crew-context';
import { useCommand } from './use-command';

interface Props {
  camera: CameraSlice;
  /** What this screen can do besides. */
  first?: MenuItem[];
  onRename: () => void;
}

/** What else can be done with one camera. */
export function CameraMenu({ camera, first = [], onRename }: Props) {
  const { commands } = useCrew();
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
