import type { DestinationRow } from '../../../db/queries/destinations';
import { findDestination } from '../../../plugins';

/** A destination as the API tells it: never its key, only the last four characters (design §9). */
export interface DestinationAnswer {
  id: string;
  plugin: string;
  label: string;
  settings: Record<string, string>;
  enabled: boolean;
  status: DestinationRow['status'];
  since: string;
  kbps: number;
  retries: number;
  verdict: string | null;
  keyHint: string;
  /** Which fields of type `secret` are filled, never with what. */
  secrets: string[];
  /** Scheme and host of the ingest, without path and key. */
  address: string;
}

export function destinationAnswer(row: DestinationRow): DestinationAnswer {
  const { secretNames: secrets, ...rest } = row;
  return { ...rest, secrets, since: row.since.toISOString(), address: ingestHost(row) };
}

/** Where it goes, as far as anybody may know. */
export function ingestHost(row: Pick<DestinationRow, 'plugin' | 'settings'>): string {
  const url = findDestination(row.plugin)?.ingest(row.settings).url ?? '';
  return /^(rtmps?|srt):\/\/[^/?#]+/i.exec(url)?.[0] ?? '';
}
