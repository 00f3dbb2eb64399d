import { shownFrames } from './browser-support';
import { openProgramRoom } from './program-room';
import { viewerToken } from './webrtc-transport';

/** As long as WebRTC gets at the start, and a little. */
const GIVE_UP_MS = 8_000;
const LOOK_EVERY_MS = 500;
/** One frame may come through and no more. */
const CONVINCING_FRAMES = 15;

/** Tries WebRTC in parallel with what plays now, unseen and unheard: whether it shows a moving picture. */
export function probeWebRtc(slug: string, signal: AbortSignal): Promise<boolean> {
  const video = document.createElement('video');
  video.muted = true;
  return new Promise((resolve) => {
    const room = openProgramRoom(() => viewerToken(slug), {
      onStream(stream) {
        video.srcObject = stream;
        if (stream) video.play().catch(() => undefined);
      },
      onPacket: () => undefined,
      onJoined: () => undefined,
      onFailed: () => end(false),
    });
    const end = (works: boolean) => {
      clearInterval(look);
      clearTimeout(limit);
      signal.removeEventListener('abort', stop);
      room.close();
      video.srcObject = null;
      resolve(works);
    };
    const stop = () => end(false);
    const look = setInterval(() => shownFrames(video) >= CONVINCING_FRAMES && end(true), LOOK_EVERY_MS);
    const limit = setTimeout(stop, GIVE_UP_MS);
    signal.addEventListener('abort', stop);
  });
}
