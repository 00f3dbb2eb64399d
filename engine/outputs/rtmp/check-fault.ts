import type { DestinationFault } from '../../../core/destination-state';
import type { DestinationCheck } from '../../../plugins/address';

/** A name that cannot be looked up now may be there again soon; an address we may not send to stays forbidden. */
export function faultOfCheck(reason: Extract<DestinationCheck, { ok: false }>['reason']): DestinationFault {
  return reason === 'unresolved' ? 'unknown-host' : 'forbidden-address';
}
