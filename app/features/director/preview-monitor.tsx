import { isReady } from '../crew/camera-look';
import { useCrew } from '../crew/crew-context';
import { CameraPicture } from './media/camera-picture';
import { Monitor } from './monitor';

/** What comes next, in the best layer of its camera. */
export function PreviewMonitor() {
  const { state } = useCrew();
  const camera = state.cameras.find((one) => one.id === state.program.preview);
  return (
    <Monitor tally="preview" number={camera?.number ?? null} name={camera?.label ?? ''}>
      {camera ? (
        <CameraPicture
          key={camera.id}
          identity={camera.identity}
          label={`Preview: ${camera.label}`}
          layer={null}
          gone={!isReady(camera)}
        />
      ) : (
        <span className="picture-note">
          Press a camera’s number to see it here <kbd>1 – 9</kbd>
        </span>
      )}
    </Monitor>
  );
}
