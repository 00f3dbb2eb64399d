import type { CameraSlice, CrewState, Telemetry } from '../../../contract/messages';
import { GivenCrew } from '../crew/crew-context';
import { CameraTile, WaitingTile } from '../director/strip';
import type { Switching } from '../director/switching';
import { nothing } from './sample-time';
import { cameraAt, crewOf, live, phone, rehearsal, telemetryOf } from './samples';
import type { GalleryState } from './states';

/** Tiles of the director's cameras. */

export const IDLE: Switching = {
  pending: null,
  ...{ cut: nothing, takePreview: nothing, preview: nothing, toggleFade: nothing },
  setScene: nothing,
};
const TILE = [264, 270] as const;

interface TileFacts {
  camera?: Partial<CameraSlice>;
  program?: Partial<CrewState['program']>;
  measured?: Telemetry['cameras'][string] | null;
  switching?: Partial<Switching>;
}

function tile(
  id: string,
  name: string,
  { camera, program, measured = phone(), switching }: TileFacts = {},
): GalleryState {
  const shown = cameraAt(1, camera);
  const state = {
    ...live,
    program: { ...live.program, onAir: null, cells: [null], preview: null, ...program },
    cameras: [shown],
  };
  const telemetry = telemetryOf(measured ? { [shown.id]: measured } : {});
  const look = () => (
    <GivenCrew crew={crewOf(state, { telemetry })}>
      <div className="gallery-tile">
        {shown.state === 'waiting' ? (
          <WaitingTile camera={shown} />
        ) : (
          <CameraTile camera={shown} switching={{ ...IDLE, ...switching }} mode="cut" />
        )}
      </div>
    </GivenCrew>
  );
  return { id: `tile-${id}`, name: `Tile: ${name}`, look, size: TILE };
}

const onAir = { onAir: 'camera-1', cells: ['camera-1'], onAirSince: live.program.onAirSince };

export const tiles: GalleryState[] = [
  tile('standby', 'standby'),
  tile('program', 'on air', { program: onAir }),
  tile('preview', 'next', { program: { preview: 'camera-1' } }),
  tile('pending', 'pressed, not confirmed yet', {
    switching: { pending: { kind: 'cut', cameraId: 'camera-1' } },
  }),
  tile('waiting', 'waits for admission', {
    camera: { state: 'waiting', createdAt: rehearsal.cameras[5]?.createdAt ?? '' },
  }),
  tile('unmeasured', 'nothing measured yet', { measured: null }),
  tile('weak', 'weak network', { camera: { connection: 'weak' }, measured: phone({ loss: 0.09, fps: 17 }) }),
  tile('low', 'low battery', { measured: phone({ battery: 0.12 }) }),
  tile('muted', 'muted by the director', { camera: { muted: true } }),
  tile('muted-there', 'muted by its operator', { measured: phone({ micMuted: true }) }),
  tile('picture-off', 'picture switched off', { camera: { pictureOff: true } }),
  tile('connecting', 'connecting', { camera: { connection: 'connecting' }, measured: null }),
  tile('late', 'late', { camera: { connection: 'late' } }),
  tile('paused', 'paused', { camera: { connection: 'paused' } }),
  tile('lost', 'lost', { camera: { connection: 'lost' } }),
  tile('lost-on-air', 'lost on the air', { camera: { connection: 'lost' }, program: onAir }),
];
