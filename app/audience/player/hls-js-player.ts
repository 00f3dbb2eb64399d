import Hls, { type HlsConfig } from 'hls.js/light';

/**
 * As near to the live edge as the playlist allows: what the viewer gains by HLS is a picture at all, not a
 * long buffer. A viewer who fell behind is brought back by playing a little faster, which cannot be heard.
 */
const CONFIG: Partial<HlsConfig> = {
  liveSyncDurationCount: 2,
  liveMaxLatencyDurationCount: 6,
  maxLiveSyncPlaybackRate: 1.08,
  backBufferLength: 10,
  maxBufferLength: 12,
  // The playlist exists a few seconds after the event went live: the player retries, not the library.
  manifestLoadPolicy: { default: policy(3_000, 0) },
  playlistLoadPolicy: { default: policy(3_000, 2) },
  fragLoadPolicy: { default: policy(8_000, 3) },
};

const RETRY_MS = 1_000;

/**
 * Plays the playlist until the returned function is called; after a fatal error from the start. Load it late.
 */
export function playByHls(video: HTMLVideoElement, url: string): () => void {
  let hls: Hls | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = () => {
    hls?.destroy();
    hls = new Hls(CONFIG);
    hls.on(Hls.Events.ERROR, (_event, { fatal }) => {
      if (!fatal) return;
      clearTimeout(timer);
      timer = setTimeout(start, RETRY_MS);
    });
    hls.loadSource(url);
    hls.attachMedia(video);
  };
  start();
  return () => {
    clearTimeout(timer);
    hls?.destroy();
  };
}

function policy(timeoutMs: number, retries: number) {
  const retry = { maxNumRetry: retries, retryDelayMs: 300, maxRetryDelayMs: 1_000 };
  return {
    maxTimeToFirstByteMs: timeoutMs,
    maxLoadTimeMs: timeoutMs,
    timeoutRetry: retry,
    errorRetry: retry,
  };
}
