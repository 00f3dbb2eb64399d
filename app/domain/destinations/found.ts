import { AppError } from '../../../core/errors';
import type { DestinationRow } from '../../../db/queries/destinations';

/** @throws AppError not_found */
export function found(row: DestinationRow | null): DestinationRow {
  if (!row) throw new AppError('not_found', 'There is no such destination.');
  return row;
}
