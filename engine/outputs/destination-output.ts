import type { EncodingProfile } from '../../core/encoding';
import type { DestinationCheck } from '../../plugins/address';
import type { DesiredDestination, OutputStatus } from '../types';
import { explainFailure } from './explain-failure';
import type { ProgramTags } from './rtmp/program-tags';
import { DestinationSupervisor, type DestinationSupervisorOptions } from './destination/supervisor';
import { SrtSender } from './srt/srt-sender';
import type { TsHub } from './ts-hub';

export interface DestinationOutputOptions {
  hub: TsHub;
  /** Of the same hub. */
  tags: ProgramTags;
  encoding: EncodingProfile;
  /** Media time at which the run on the air began, ms. */
  originMs: number;
  ffmpegPath: string;
  checkAddress: (url: string) => Promise<DestinationCheck>;
  onStatus?: (status: OutputStatus) => void;
}

/** What sends a program to one destination, by the protocol of its address. */
export function destinationOutput(
  destination: DesiredDestination,
  options: DestinationOutputOptions,
): DestinationSupervisor {
  const { id, plugin, url, backupUrl, server, key, secrets = {} } = destination;
  const { tags, encoding, originMs, checkAddress, onStatus } = options;
  return new DestinationSupervisor({
    ...{ id, url, backupUrl, key, wanted: server },
    ...{ tags, encoding, originMs, checkAddress, onStatus },
    explain: (fault) => explainFailure(plugin, fault),
    secrets: Object.values(secrets),
    connect: url.startsWith('srt:') ? srt(destination, options) : undefined,
  });
}

/** What an output was built from, as far as it matters to it: another value means another output. */
export function makingOf(destination: DesiredDestination): string {
  const { url, backupUrl, server, key, tries, secrets, options } = destination;
  return JSON.stringify([url, backupUrl, server, key, tries, url.startsWith('srt:') && [secrets, options]]);
}

function srt(
  { key, secrets = {}, options = {} }: DesiredDestination,
  { hub, ffmpegPath }: DestinationOutputOptions,
): DestinationSupervisorOptions['connect'] {
  return (address, listener) =>
    new SrtSender(
      {
        hub,
        address,
        streamId: key,
        passphrase: secrets.passphrase ?? '',
        latencyMs: Number(options.latencyMs ?? 200),
        ffmpegPath,
        now: () => performance.now(),
      },
      listener,
    );
}
