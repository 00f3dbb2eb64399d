/**
 * Whether a WebSocket to our own origin opens. Safari on an iPhone refuses one to a certificate it does not
 * trust even after the page's warning was accepted, so everything would look well until the picture has to be
 * sent.
 */
export type ProbeResult = 'open' | 'refused' | 'offline';

const TIMEOUT_MS = 5_000;
/** socket.io's own door: it opens without a ticket and only then asks for one. */
const PATH = '/socket.io/?EIO=4&transport=websocket';

export async function probeSocket(signal: AbortSignal): Promise<ProbeResult> {
  if (await opens(signal)) return 'open';
  return (await answersHttp()) ? 'refused' : 'offline';
}

function opens(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${PATH}`);
    const end = (opened: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.onopen = socket.onerror = socket.onclose = null;
      socket.close();
      resolve(opened);
    };
    const abort = () => end(false);
    const timer = setTimeout(abort, TIMEOUT_MS);
    signal.addEventListener('abort', abort);
    socket.onopen = () => end(true);
    socket.onerror = socket.onclose = () => end(false);
  });
}

/** Tells a server that is away from one whose sockets are refused. */
async function answersHttp(): Promise<boolean> {
  try {
    await fetch('/healthz', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}
