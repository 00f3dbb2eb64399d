import { type IngestProtocol, parseIngestAddress } from '../../../core/address';
import type { Connect, Target } from './connection';
import { RtmpConnection } from './rtmp/rtmp-connection';
import { SrtConnection } from './srt-connection';

interface Protocol {
  connect: Connect;
  /** What the protocol uses of a destination, besides servers and key. */
  settingsOf(target: Target): unknown;
}

const RTMP: Protocol = {
  connect: (request, listener) => new RtmpConnection(request, listener),
  settingsOf: () => null,
};

const PROTOCOLS: Record<IngestProtocol, Protocol> = {
  rtmp: RTMP,
  rtmps: RTMP,
  srt: {
    connect: (request, listener) => new SrtConnection(request, listener),
    settingsOf: ({ secrets, options }) => [secrets, options],
  },
};

/** Connects by the protocol of the address. */
export const connectByProtocol: Connect = (request, listener) =>
  PROTOCOLS[request.address.protocol].connect(request, listener);

/** All that connections to a destination are made from: another value means another connection. */
export function connectionKey(target: Target & { tries: number }): string {
  const { url, backupUrl, server, key, tries } = target;
  const parsed = parseIngestAddress(url, { allowPrivate: true });
  const settings = parsed.ok ? PROTOCOLS[parsed.value.protocol].settingsOf(target) : null;
  return JSON.stringify([url, backupUrl, server, key, tries, settings]);
}
