import { AppError } from '../../../core/errors';
import { type Claims, withClaims } from '../../../db/claims';
import type { OperatorState } from '../../../contract/messages';
import type { Services } from '../../services';
import { operatorOf } from './project';
import { readState } from '../../../db/queries/state';
import { crewSlices } from './slices';

/** What a camera's phone sees: itself and its tally. Its claims show it no other camera. */
export async function operatorState(
  services: Pick<Services, 'sql'>,
  camera: Extract<Claims, { kind: 'camera' }>,
): Promise<{ seq: number; state: OperatorState }> {
  const row = await withClaims(services.sql, camera, (tx) => readState(tx, { id: camera.eventId }, null));
  if (!row) throw new AppError('not_found', 'This event is gone. Scan its QR code again.');
  const { event, program, cameras = [] } = crewSlices(row);
  return { seq: row.seq, state: operatorOf({ event, program, cameras }, camera.cameraId) };
}
