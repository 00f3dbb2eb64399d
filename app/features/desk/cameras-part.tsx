import { count } from '../../ui/format';
import { isReady, shownCameras } from '../crew/camera-look';
import { useCrew } from '../crew/crew-context';
import { CameraRow } from './camera-row';
import { WaitingRow } from './waiting-row';

/** The cameras, those who ask to come in first. */
export function CamerasPart() {
  const { state } = useCrew();
  const cameras = shownCameras(state.cameras);
  const waiting = cameras.filter((camera) => camera.state === 'waiting');
  const admitted = cameras.filter((camera) => camera.state === 'admitted');
  const ready = admitted.filter(isReady).length;
  return (
    <section id="cameras" aria-labelledby="cameras-title" tabIndex={-1}>
      <div className="part-head">
        <h2 id="cameras-title">{state.event.kind === 'show' ? 'Host' : 'Cameras'}</h2>
        <span className="small text-3 num">
          {ready} ready{waiting.length > 0 ? `, ${waiting.length} waiting` : ''}
        </span>
      </div>
      {waiting.map((camera) => (
        <WaitingRow key={camera.id} camera={camera} />
      ))}
      <ul className="desk-list" aria-label={count(admitted.length, 'camera')}>
        {admitted.map((camera) => (
          <CameraRow key={camera.id} camera={camera} />
        ))}
      </ul>
      {cameras.length === 0 ? (
        <p className="desk-empty">
          No phone has joined. Scan the QR code with one, or type the code at the address below it.
        </p>
      ) : null}
    </section>
  );
}
