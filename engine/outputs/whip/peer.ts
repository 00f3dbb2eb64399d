import { RTCPeerConnection, RtcpSenderInfo, RtcpSrPacket, type RTCRtpSender, useH264, useOPUS } from 'werift';
import { wallClockRtp } from './rtp-timeline';

/** LiveKit on the same machine answers in milliseconds; a server that hangs must not hold the show. */
const HTTP_TIMEOUT_MS = 5_000;
/** Leaving is a courtesy; a server that has forgotten the session answers only after three seconds. */
const LEAVE_TIMEOUT_MS = 1_000;

/**
 * A refused or failed publication. `status` is the server's, or null when no answer came. Holds no secret.
 */
export class WhipError extends Error {
  readonly status: number | null;

  constructor(message: string, status: number | null, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WhipError';
    this.status = status;
  }
}

export interface WhipSession {
  answer: string;
  /** Ends the session on the server, so that the participant is gone at once and not after its time-out. */
  leave: () => Promise<void>;
}

/** `ws://host:7880` → `http://host:7880/whip/v1`; a path that is there already stays in front. */
export function whipEndpoint(livekitUrl: string): URL {
  const url = new URL(livekitUrl.replace(/^ws/i, 'http'));
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/whip/v1`;
  return url;
}

/** One offer for one answer, RFC 9725 section 4.2. @throws WhipError */
export async function whipPost(endpoint: URL, token: string, offer: string): Promise<WhipSession> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await request(endpoint, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/sdp' },
    body: offer,
  });
  const body = await response.text();
  if (response.status !== 201) {
    throw new WhipError(`The media server refused the publication (${response.status}).`, response.status);
  }
  const location = response.headers.get('location');
  return {
    answer: body,
    leave: async () => {
      if (location)
        await request(new URL(location, endpoint), { method: 'DELETE', headers }, LEAVE_TIMEOUT_MS);
    },
  };
}

async function request(url: URL, init: RequestInit, timeoutMs = HTTP_TIMEOUT_MS): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new WhipError('The media server does not answer.', null, { cause });
  }
}

/** Constrained baseline, level 3.1: 720p30, what every browser decodes by WebRTC. */
const CONSTRAINED_BASELINE = '42e01f';
/** ICE and DTLS on loopback take 0.2 s; a remote server on a bad line some seconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Our end of a connection that sends H.264 and Opus to LiveKit at `server` (http or https).
 *
 * @param profileLevelId of the pictures that will be sent, 6 hex digits
 */
export function peerTo(server: URL, profileLevelId = CONSTRAINED_BASELINE): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: {
      video: [useH264({ parameters: h264Parameters(profileLevelId) })],
      audio: [useOPUS()],
    },
    headerExtensions: { video: [] },
    // LiveKit names its own candidates; a public STUN server would learn of each show.
    iceServers: [],
    iceAdditionalHostAddresses: isLoopback(server) ? ['127.0.0.1'] : undefined,
    iceUseTcp: false,
    iceTcpPassive: false,
    bundlePolicy: 'max-bundle',
  });
}

/** Resolves once media can flow. @throws an Error when no path was found in ten seconds */
export function untilConnected(pc: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no media path in time')), CONNECT_TIMEOUT_MS);
    pc.connectionStateChange.subscribe((state) => {
      if (state === 'connected') resolve();
      else if (state === 'failed' || state === 'closed') reject(new Error(`connection ${state}`));
      else return;
      clearTimeout(timer);
    });
  });
}

function h264Parameters(profileLevelId: string): string {
  return `profile-level-id=${profileLevelId};packetization-mode=1;level-asymmetry-allowed=1`;
}

function isLoopback(server: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(server.hostname);
}

const EVERY_MS = 1_000;
const NTP_UNIX_OFFSET_S = 2_208_988_800;

/**
 * Sends RTCP sender reports for a stream whose timestamps are on the wall clock, instead of werift's own.
 * Those name the moment the last packet was sent, so that sound and picture drift apart at the viewer by the
 * difference of their encoders' delays.
 */
export function reportWallClock(sender: RTCRtpSender, clockHz: number): () => void {
  // werift starts its reports with the first packet unless they are running.
  sender.rtcpRunning = true;
  const timer = setInterval(() => {
    const unixMs = performance.timeOrigin + performance.now();
    const senderInfo = new RtcpSenderInfo({
      ntpTimestamp: ntp(unixMs),
      rtpTimestamp: wallClockRtp(unixMs, clockHz),
      // LiveKit counts for itself; nothing else reads them.
      packetCount: 0,
      octetCount: 0,
    });
    const report = new RtcpSrPacket({ ssrc: sender.ssrc, senderInfo });
    sender.transport.sendRtcp([report]).catch(() => undefined);
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** 32 bits of seconds since 1900, 32 of their fraction. */
function ntp(unixMs: number): bigint {
  const seconds = Math.floor(unixMs / 1000);
  const fraction = Math.floor(((unixMs - seconds * 1000) / 1000) * 2 ** 32);
  return (BigInt(seconds + NTP_UNIX_OFFSET_S) << 32n) | BigInt(fraction);
}
