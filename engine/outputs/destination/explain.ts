import type { DestinationFailure } from '../../../core/destination-state';
import { findDestination } from '../../../plugins';
import type { DestinationCheck } from '../../../plugins/address';

/** The platform's own advice for a refused key; the common failures have the same sentence everywhere. */
export function explainFailure(plugin: string, failure: DestinationFailure): string | null {
  return failure === 'rejected'
    ? (findDestination(plugin)?.explain('NetStream.Publish.Denied') ?? null)
    : null;
}

/** A name that is not found now may be there again soon; an address we may not send to stays forbidden. */
export function failureOfCheck({ reason }: Extract<DestinationCheck, { ok: false }>): DestinationFailure {
  return reason === 'unresolved' ? 'unknown-host' : 'forbidden-address';
}
