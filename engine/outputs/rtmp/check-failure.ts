import type { DestinationFailure } from '../../../core/destination-state';
import type { DestinationCheck } from '../../../plugins/address';

/**
 * A name that cannot be looked up now may be there again soon; an address we may not send to stays forbidden.
 */
export function failureOfCheck(
  reason: Extract<DestinationCheck, { ok: false }>['reason'],
): DestinationFailure {
  return reason === 'unresolved' ? 'unknown-host' : 'forbidden-address';
}
