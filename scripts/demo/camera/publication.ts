import { MediaStream, MediaStreamTrack } from 'werift';
import { peerTo, untilConnected } from '../../../engine/outputs/whip/peer';
import { reportWallClock } from '../../../engine/outputs/whip/sender-reports';
import { LAYERS, type Layer } from '../loop/layers';
import type { RtpSink } from './sender';
import { openSignalling } from './signalling';
import { layerSenders, simulcastExtensions, simulcastOptions } from './simulcast';

export type LayerSizes = Record<Layer, { width: number; height: number }>;

/** LiveKit's names for the layers when there are two; who asks for `HIGH` gets the better one. */
const QUALITIES: Record<Layer, string> = { q: 'LOW', f: 'MEDIUM' };

/** What a camera sends: a picture in layers, and sound. RTP timestamps must lie on the wall clock (`wallClockRtp`). */
export interface CameraPublication extends RtpSink {
  /** Resolves when the media server is gone, or after `close`: open a new one. */
  readonly ended: Promise<void>;
  /** Leaves the room at once and frees the sockets. Never throws. */
  close(): Promise<void>;
}

/**
 * Publishes a camera into the room of the token as a phone does, and resolves once media can flow.
 *
 * @param url LiveKit's address, ws(s) or http(s)
 * @throws an Error when the server refuses, nobody answers or no media path is found
 */
export async function openPublication(
  url: string,
  token: string,
  sizes: LayerSizes,
): Promise<CameraPublication> {
  const server = new URL(url.replace(/^ws/i, 'http'));
  const pc = peerTo(server, { videoExtensions: simulcastExtensions() });
  const add = (kind: 'video' | 'audio', options: object) =>
    pc.addTransceiver(new MediaStreamTrack({ kind }), { direction: 'sendonly', ...options });
  const picture = add('video', simulcastOptions());
  const sound = add('audio', { streams: [new MediaStream()] }).sender;

  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const endings: (() => void)[] = [end];
  const close = async (): Promise<void> => {
    for (const ending of endings.splice(0)) ending();
    await pc.close().catch(() => undefined);
  };

  try {
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const signalling = await openSignalling({
      server,
      token,
      onCandidate: (candidate) =>
        void answered.then(() => pc.addIceCandidate(candidate)).catch(() => undefined),
      onEnd: end,
    });
    endings.push(signalling.leave);
    const connected = untilConnected(pc);
    connected.catch(() => undefined);
    await pc.setLocalDescription(await pc.createOffer());
    const offer = pc.localDescription?.sdp ?? '';
    const tracks = [pictureTrack(picture.sender.trackId, sizes), soundTrack(sound.trackId)];
    await pc.setRemoteDescription({ type: 'answer', sdp: await signalling.negotiate(tracks, offer) });
    answer();
    await connected;
  } catch (error) {
    await close();
    throw error;
  }
  pc.connectionStateChange.subscribe((state) => {
    if (state === 'failed' || state === 'disconnected' || state === 'closed') end();
  });

  const layers = layerSenders(picture);
  for (const layer of LAYERS)
    endings.push(reportWallClock(layers[layer], 90_000), () => layers[layer].stop());
  endings.push(reportWallClock(sound, 48_000));
  // A packet that cannot be sent is lost like any datagram; `ended` says when that lasts.
  return {
    writeVideoRtp: (packet, layer) => void layers[layer].sendRtp(packet).catch(() => undefined),
    writeAudioRtp: (packet) => void sound.sendRtp(packet).catch(() => undefined),
    ended,
    close,
  };
}

function pictureTrack(cid: string, sizes: LayerSizes): object {
  const sizeOf = (layer: Layer) => ({ width: sizes[layer].width, height: sizes[layer].height });
  const layers = LAYERS.map((layer) => ({ quality: QUALITIES[layer], ...sizeOf(layer) }));
  return { cid, name: 'camera', type: 'VIDEO', source: 'CAMERA', ...sizeOf('f'), layers };
}

const soundTrack = (cid: string): object => ({
  cid,
  name: 'microphone',
  type: 'AUDIO',
  source: 'MICROPHONE',
  disableDtx: true,
});
