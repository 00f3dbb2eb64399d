import { MediaStreamTrack } from 'werift';
import { peerTo, reportWallClock, untilConnected, whipEndpoint, WhipError, whipPost } from './peer';

export { WhipError } from './peer';

/**
 * LiveKit reports on what it receives at least each second or two; werift alone notices a dead server after
 * 29 s.
 */
const SILENT_AFTER_MS = 6_000;

export type WhipState = 'connecting' | 'connected' | 'lost' | 'closed';

export interface WhipOptions {
  /** LiveKit's address, ws(s) or http(s); the WHIP path is added. */
  url: string;
  /** A join token; it names room and identity. A secret. */
  token: string;
  videoCodec: 'H264';
  /** Of the pictures that will be written, 6 hex digits; constrained baseline 3.1 if not given. */
  profileLevelId?: string;
  audio: boolean;
  /**
   * `wall`: timestamps lie on the wall clock (`wallClockRtp`), so sender reports say exactly how sound and
   * picture belong together. Otherwise they are derived from the moment of sending, off by as much as sound
   * and picture are sent apart.
   */
  clock?: 'wall';
}

/**
 * An open publication. Packets are whole RTP packets; payload type and SSRC are replaced by the negotiated
 * ones, sequence numbers and timestamps go through as they are (see `RtpTimeline`). `lost` means: the peer is
 * gone, open a new one.
 */
export interface WhipPublication {
  readonly state: WhipState;
  writeVideoRtp(packet: Buffer): void;
  writeAudioRtp(packet: Buffer): void;
  on(event: 'state', listener: (state: WhipState) => void): () => void;
  /** Leaves the room at once (DELETE on the session) and frees the sockets. Never throws. */
  close(): Promise<void>;
}

/**
 * Publishes one H.264 video and one Opus sound into the room of the token by WHIP (RFC 9725), and resolves
 * once media can flow.
 *
 * @throws WhipError with the HTTP status of a refusal (401 token, 404 room), or `null` if nobody answered or
 * no media path was found
 */
export async function openWhip(options: WhipOptions): Promise<WhipPublication> {
  const endpoint = whipEndpoint(options.url);
  const pc = peerTo(endpoint, options.profileLevelId);
  const listeners = new Set<(state: WhipState) => void>();
  let state: WhipState = 'connecting';
  const become = (next: WhipState): void => {
    if (state === next || state === 'closed') return;
    state = next;
    for (const listener of [...listeners]) listener(next);
  };

  const senderOf = (kind: 'video' | 'audio') =>
    pc.addTransceiver(new MediaStreamTrack({ kind }), { direction: 'sendonly' }).sender;
  const video = senderOf('video');
  const audio = options.audio ? senderOf('audio') : null;

  let heardAtMs = performance.now();
  for (const sender of [video, audio]) sender?.onRtcp.subscribe(() => (heardAtMs = performance.now()));
  let wroteAtMs = 0;

  const watch = setInterval(() => {
    if (state !== 'connected') return;
    const now = performance.now();
    const weWrite = now - wroteAtMs < 1_000;
    if (!weWrite) heardAtMs = now;
    else if (now - heardAtMs > SILENT_AFTER_MS) become('lost');
  }, 500);
  watch.unref();

  let stopReports: ((() => void) | null)[] = [];
  let leave = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    become('closed');
    clearInterval(watch);
    stopReports.forEach((stop) => stop?.());
    await leave().catch(() => undefined);
    await pc.close().catch(() => undefined);
  };

  try {
    const connected = untilConnected(pc);
    connected.catch(() => undefined);
    await pc.setLocalDescription(await pc.createOffer());
    const offer = pc.localDescription?.sdp;
    if (!offer) throw new WhipError('No offer could be made for the media server.', null);
    const session = await whipPost(endpoint, options.token, offer);
    leave = session.leave;
    await pc.setRemoteDescription({ type: 'answer', sdp: session.answer });
    await connected;
  } catch (cause) {
    await close();
    if (cause instanceof WhipError) throw cause;
    throw new WhipError('The media server and this machine found no way to each other.', null, { cause });
  }
  heardAtMs = performance.now();
  stopReports =
    options.clock === 'wall' ? [reportWallClock(video, 90_000), audio && reportWallClock(audio, 48_000)] : [];
  become('connected');
  pc.connectionStateChange.subscribe((next) => {
    if (next === 'failed' || next === 'disconnected' || next === 'closed') become('lost');
  });

  const write = (sender: typeof video | null, packet: Buffer): void => {
    if (state !== 'connected' || !sender) return;
    wroteAtMs = performance.now();
    // A packet that cannot be sent is lost like any datagram; the connection state says when that lasts.
    sender.sendRtp(packet).catch(() => undefined);
  };
  return {
    get state() {
      return state;
    },
    writeVideoRtp: (packet) => write(video, packet),
    writeAudioRtp: (packet) => write(audio, packet),
    on: (_event, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
  };
}
