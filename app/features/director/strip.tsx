import { CopyButton } from '../../ui/copy-button';
import { QrCode } from '../../ui/qr-code';
import { shownCameras } from '../crew/camera-look';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts.server';
import { CameraTile, WaitingTile } from './camera-tile';
import type { ClickMode, Switching } from './switching';

interface CameraStripProps {
  switching: Switching;
  mode: ClickMode;
  join: JoinFacts | null;
}

export function CameraStrip({ switching, mode, join }: CameraStripProps) {
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

function EmptyStrip({ join }: { join: JoinFacts | null }) {
  return (
    <div className="strip-empty">
      {join ? (
        <>
          <div className="strip-qr">
            <QrCode code={join.qr} label="QR code for phones to join" />
          </div>
          <div>
            <h2>Connect the first phone</h2>
            <p>Scan the code with a phone’s camera, or open {join.address} on it and type</p>
            <p className="join-code">{join.code}</p>
            <CopyButton size="small" text={join.link}>
              Copy link
            </CopyButton>
          </div>
        </>
      ) : (
        <div>
          <h2>No camera yet</h2>
          <p>Ask the event’s creator for its QR code or its typed code.</p>
        </div>
      )}
    </div>
  );
}
