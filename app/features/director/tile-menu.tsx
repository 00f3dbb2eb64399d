import { useState } from 'react';
import { ConfirmDialog } from '../../ui/dialog';
import { Menu } from '../../ui/menu';
import type { CameraSlice } from '../../realtime/contract';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';
import type { Switching } from './use-switching';

interface Props {
  camera: CameraSlice;
  switching: Switching;
  onRename: () => void;
}

/** What else can be done with one camera. */
export function TileMenu({ camera, switching, onRename }: Props) {
  const { commands } = useCrew();
  const { run, busy } = useCommand();
  const [asking, setAsking] = useState(false);
  const change = (what: Parameters<typeof commands.changeCamera>[1]) =>
    void run('change', () => commands.changeCamera(camera.id, what));
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
          { label: 'Cut to it now', onSelect: () => switching.cut(camera.id) },
          { label: 'Set as next', onSelect: () => switching.preview(camera.id) },
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
