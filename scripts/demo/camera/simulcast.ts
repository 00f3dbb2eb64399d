import {
  MediaStream,
  RTCRtpSender,
  useSdesMid,
  useSdesRTPStreamId,
  type RTCRtpTransceiver,
  type TransceiverOptions,
} from 'werift';
import { LAYERS, type Layer } from '../loop/layers';

/**
 * Simulcast (RFC 8853) with werift, which negotiates layers but sends one stream for each transceiver: here every layer has a
 * sender of its own, with its own SSRC, on the same transport. The media server tells them apart by the RID in each packet.
 */

/** The RTP header extensions that carry it. */
export const simulcastExtensions = () => [useSdesMid(), useSdesRTPStreamId()];

/** What the transceiver has to be added with; its own sender is then the full layer. */
export function simulcastOptions(): Partial<TransceiverOptions> {
  return {
    simulcast: LAYERS.map((rid) => ({ rid, direction: 'send' })),
    sendEncodings: [{ rid: 'f' }],
    streams: [new MediaStream()],
  };
}

/**
 * The sender of each layer. Call it once the answer is set. Of lost packets werift sends again only those of the full layer;
 * the small one waits for its next keyframe.
 */
export function layerSenders(picture: RTCRtpTransceiver): Record<Layer, RTCRtpSender> {
  const small = new RTCRtpSender('video');
  small.setDtlsTransport(picture.dtlsTransport);
  small.prepareSend({
    codecs: picture.codecs,
    headerExtensions: picture.headerExtensions,
    muxId: picture.mid ?? undefined,
    rtpStreamId: 'q',
  });
  return { q: small, f: picture.sender };
}
