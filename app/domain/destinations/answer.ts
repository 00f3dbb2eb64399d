import type { FixAction, DestinationServer } from '../../../contract/vocabulary';
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
  /** What to do about it. */
  remedy: FixAction | null;
  /** Which of its servers comes first, and whether there are two. */
  server: DestinationServer;
  hasBackup: boolean;
  keyHint: string;
  /**
   * Which fields of type `secret` are filled, never with what; and the last four characters of each, '' of a
   * short one.
   */
  secrets: string[];
  secretHints: Record<string, string>;
  /** Scheme and host of the ingest, without path and key. */
  address: string;
}

export function destinationAnswer(row: DestinationRow): DestinationAnswer {
  const { secretHints, ...rest } = row;
  return {
    ...rest,
    hasBackup: hasBackup(row),
    secrets: Object.keys(secretHints).sort(),
    secretHints,
    since: row.since.toISOString(),
    address: ingestHost(row),
  };
}

export function hasBackup(row: Pick<DestinationRow, 'plugin' | 'settings'>): boolean {
  return Boolean(findDestination(row.plugin)?.ingest(row.settings).backupUrl);
}

/** Where it goes, as far as anybody may know. */
export function ingestHost(row: Pick<DestinationRow, 'plugin' | 'settings'>): string {
  const url = findDestination(row.plugin)?.ingest(row.settings).url ?? '';
  return /^(rtmps?|srt):\/\/[^/?#]+/i.exec(url)?.[0] ?? '';
}
