import { connect, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { DestinationFailure } from '../../../../core/destination-state';
import { isIp } from '../../../../core/address';
import type { PinnedAddress } from '../../../../plugins/address';

/**
 * An address that does not answer is left after this for the next one; the last one has all the time that is
 * left.
 */
const NEXT_ADDRESS_AFTER_MS = 500;
const KEEP_ALIVE_MS = 15_000;

/**
 * Opens a connection to an address that was checked, and to nothing else: the name is not looked up again,
 * but is sent in the TLS greeting (SNI) and is what the certificate must be made out to.
 *
 * @param onOpen called when bytes may be sent, with TLS after the certificate was found good
 */
export function openSocket({ protocol, host, port, ips }: PinnedAddress, onOpen: () => void): Socket {
  const pinned = ips.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const lookup: LookupFunction = (_name, options, done) => {
    const [first] = pinned;
    if (!first) done(new Error('no address'), '', 0);
    else if (options.all) done(null, pinned);
    else done(null, first.address, first.family);
  };
  const where = {
    host,
    port,
    lookup,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    autoSelectFamily: pinned.length > 1,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  };
  if (protocol === 'rtmp') return connect(where, onOpen);
  const servername = isIp(host) ? '' : host;
  return connectTls({ ...where, servername, rejectUnauthorized: true, minVersion: 'TLSv1.2' }, onOpen);
}

const NOBODY = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN'];
const CERTIFICATE =
  /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;
const NO_TLS = /^(ERR_SSL|EPROTO)/;

/** The failure that a socket's error stands for; null when it is only a broken connection. */
export function failureOfSocket(error: Error): DestinationFailure | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NOBODY.includes(code)) return 'refused';
  if (code === 'ETIMEDOUT') return 'unreachable';
  if (CERTIFICATE.test(code)) return 'certificate';
  return NO_TLS.test(code) ? 'no-rtmp' : null;
}
