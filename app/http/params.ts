import { AppError } from '../../core/errors';
import { isId } from '../../core/text';

/** An id of the address; what cannot be one is not there. @throws AppError not_found */
export function idParam(value: string | undefined): string {
  if (!isId(value)) throw new AppError('not_found', 'There is no such thing here.');
  return value;
}
