import type { DestinationFailure } from '../../core/destination-state';
import { findDestination } from '../../plugins';

/** The platform's own advice for a refused key; the common faults have the same sentence everywhere. */
export function explainFailure(plugin: string, fault: DestinationFailure): string | null {
  return fault === 'rejected' ? (findDestination(plugin)?.explain('NetStream.Publish.Denied') ?? null) : null;
}
