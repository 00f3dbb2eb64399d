import { field } from './join';
import { openTextSocket } from './text-socket';

const OPEN_TIMEOUT_MS = 5_000;
/** LiveKit on the same machine answers in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;
/** livekit-client's version of the protocol when this was written. */
const PROTOCOL = '16';

export interface Signalling {
  /** Announces tracks (LiveKit's `AddTrackRequest`) and gives the answer to the offer that holds them. */
  negotiate(tracks: readonly object[], offer: string): Promise<string>;
  /** Leaves the room at once. */
  leave(): void;
}

export interface SignallingOptions {
  /** LiveKit's address, http or https. */
  server: URL;
  /** A join token. A secret. */
  token: string;
  /** One of LiveKit's addresses for media, as `RTCIceCandidateInit`. */
  onCandidate: (candidate: { candidate: string; sdpMid?: string; sdpMLineIndex?: number }) => void;
  /** Once, when the line is gone, by whomever. */
  onEnd: () => void;
}

/**
 * The part of LiveKit's signalling that a phone needs to publish, in its JSON form
 * (https://github.com/livekit/protocol/blob/main/protobufs/livekit_rtc.proto). WHIP would do for one layer; of the layers in a
 * WHIP offer LiveKit 1.13.5 keeps the first and refuses the others ("duplicate layer").
 *
 * @throws an Error when the server cannot be reached or refuses the token
 */
export async function openSignalling(options: SignallingOptions): Promise<Signalling> {
  let answered: (sdp: string) => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const socket = await openTextSocket(addressOf(options.server), {
    headers: { authorization: `Bearer ${options.token}` },
    timeoutMs: OPEN_TIMEOUT_MS,
    onText: (text) => {
      const message: unknown = JSON.parse(text);
      const sdp = field(field(message, 'answer'), 'sdp');
      if (typeof sdp === 'string') answered(sdp);
      const candidate = field(field(message, 'trickle'), 'candidateInit');
      if (typeof candidate === 'string') options.onCandidate(candidateOf(JSON.parse(candidate)));
      if (field(message, 'leave') !== undefined) socket.close();
    },
    onClose: () => {
      failed(new Error('The media server ended the connection.'));
      options.onEnd();
    },
  });
  const send = (message: object): void => socket.send(JSON.stringify(message));
  return {
    negotiate: (tracks, offer) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => failed(new Error('The media server gives no answer.')),
          ANSWER_TIMEOUT_MS,
        );
        failed = (error) => {
          clearTimeout(timer);
          reject(error);
        };
        answered = (sdp) => {
          clearTimeout(timer);
          resolve(sdp);
        };
        for (const addTrack of tracks) send({ addTrack });
        send({ offer: { type: 'offer', sdp: offer } });
      }),
    leave: () => {
      send({ leave: { reason: 'CLIENT_INITIATED' } });
      socket.close();
    },
  };
}

function addressOf(server: URL): URL {
  const url = new URL(server);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/rtc`;
  // A camera receives nothing. A full ICE agent at the other end is what werift is used to.
  url.search = new URLSearchParams({
    protocol: PROTOCOL,
    auto_subscribe: '0',
    disable_ice_lite: '1',
  }).toString();
  return url;
}

function candidateOf(init: unknown): { candidate: string; sdpMid?: string; sdpMLineIndex?: number } {
  const [candidate, mid, line] = ['candidate', 'sdpMid', 'sdpMLineIndex'].map((name) => field(init, name));
  return {
    candidate: typeof candidate === 'string' ? candidate : '',
    sdpMid: typeof mid === 'string' ? mid : undefined,
    sdpMLineIndex: typeof line === 'number' ? line : undefined,
  };
}
