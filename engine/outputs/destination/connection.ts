import type { EncodingProfile } from '../../../contract/encoding';
import type { DestinationFailure } from '../../../core/destination-state';
import { findDestination } from '../../../plugins/destinations';
import type { DestinationCheck, PinnedAddress } from '../../../plugins/address';
import type { Redactor } from '../../redact';
import type { DesiredDestination } from '../../types';
import type { TsHub } from '../ts-hub';
import type { ProgramTags } from './rtmp/program-tags';

/** The encoded program, in the forms that connections take. */
export interface EncodedProgram {
  hub: TsHub;
  /** The hub's stream taken apart, once for all RTMP connections. */
  tags: ProgramTags;
  encoding: EncodingProfile;
  /** Media time that receivers get as zero, ms: where the run on the air began. */
  originMs: number;
}

/** Where a program is sent and how; everything but id and plugin may be secret. */
export type Target = Pick<
  DesiredDestination,
  'id' | 'plugin' | 'url' | 'backupUrl' | 'server' | 'key' | 'unreadable' | 'secrets' | 'options'
>;

export interface ConnectionRequest extends Pick<Target, 'url' | 'key' | 'secrets' | 'options'> {
  /** `url` as it was checked; its IP addresses are connected to and no others. */
  address: PinnedAddress;
  program: EncodedProgram;
  ffmpegPath?: string;
  redactor?: Redactor;
  /** Monotonic, ms. */
  now: () => number;
}

export interface ConnectionListener {
  /** The server takes the program; nothing of it was sent yet. Not every protocol knows this moment. */
  onAccepted?(): void;
  /** The first picture is on its way. */
  onLive(): void;
  /** The connection has ended without being closed; called once, and never after `close`. */
  onGone(failure: DestinationFailure): void;
}

/** One connection to one server, from the first packet to the last. Decides nothing but why it ended. */
export interface DestinationConnection {
  /** The server takes the program. */
  readonly accepted: boolean;
  /** Bytes that left this process. */
  readonly bytes: number;
  /** What it means that it was not accepted in time. */
  readonly overdue: DestinationFailure;
  /** When something was last left out because the server takes less than the program has; null: never. */
  readonly droppedAtMs: number | null;
  /** Media time that waits for the connection, ms; zero where the protocol does not say. */
  readonly lagMs: number;
  /** For how long nothing has got through although something should have, ms. */
  silentMs(): number;
  /** Ends the stream at the server. Resolves when the connection is closed, about a second later at most. */
  close(): Promise<void>;
}

/** @throws RangeError when the protocol cannot take the address or the key */
export type Connect = (request: ConnectionRequest, listener: ConnectionListener) => DestinationConnection;

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
