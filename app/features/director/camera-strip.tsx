import { shownCameras } from '../crew/camera-look';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts';
import { CameraTile } from './camera-tile';
import { EmptyStrip } from './empty-strip';
import type { ClickMode } from './use-click-mode';
import type { Switching } from './use-switching';
import { WaitingTile } from './waiting-tile';

interface Props {
  switching: Switching;
  mode: ClickMode;
  join: JoinFacts | null;
}

/** Every camera as a tile, by number; the way to connect the first one while there is none. */
export function CameraStrip({ switching, mode, join }: Props) {
  const { state } = useCrew();
  const cameras = shownCameras(state.cameras);
  if (cameras.length === 0) return <EmptyStrip join={join} />;
  const columns = cameras.length <= 6 ? 6 : 8;
  return (
    <ol className="strip" aria-label="Cameras" data-columns={columns} data-many={cameras.length > columns}>
      {cameras.map((camera) => (
        <li key={camera.id}>
          {camera.state === 'waiting' ? (
            <WaitingTile camera={camera} />
          ) : (
            <CameraTile camera={camera} switching={switching} mode={mode} />
          )}
        </li>
      ))}
    </ol>
  );
}
