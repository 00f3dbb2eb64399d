import type { EventSlice } from '../../../contract/messages';

export type EventKind = EventSlice['kind'];

/**
 * A program is H.264. Firefox gets that for WebRTC from a plug-in after its installation; until then a
 * subscribed track never shows a frame. A show is what its host sends, and that is VP8, which every browser
 * with WebRTC plays (RFC 7742). One without WebRTC, or with it switched off, can do nothing either.
 */
export function canShowByWebRtc(kind: EventKind): boolean {
  if (typeof RTCPeerConnection === 'undefined') return false;
  if (kind === 'show') return true;
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs;
  // A browser that does not list its codecs may still play; otherwise the missing picture changes to HLS.
  return !codecs || codecs.some((codec) => codec.mimeType.toLowerCase() === 'video/h264');
}

/**
 * Apple's browsers play HLS best without a script. Others that say they can are new to it and stay further
 * behind the live edge than hls.js does, so there it is taken only where nothing else is possible.
 */
export function playsHlsItself(video: HTMLVideoElement): boolean {
  if (video.canPlayType('application/vnd.apple.mpegurl') === '') return false;
  return navigator.vendor.startsWith('Apple') || typeof MediaSource === 'undefined';
}

/** How many frames the element has shown; where it does not count them, by its clock. */
export function shownFrames(video: HTMLVideoElement): number {
  return video.getVideoPlaybackQuality?.().totalVideoFrames || Math.floor(video.currentTime * 10);
}
