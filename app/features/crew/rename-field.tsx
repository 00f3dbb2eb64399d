import { type FormEvent, useState } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import { useCrew } from './crew-context';
import { useCommand } from './use-command';

const LONGEST_LABEL = 60;

/** The camera's name, changed in its place: Enter keeps it, Escape or leaving it empty does not. */
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
