import type { Socket } from 'socket.io-client';

/**
 * Attempts by WebSocket that fail before polling is tried. Where one was open before, the server is more
 * likely to be away than the network to have changed, and polling costs it more.
 */
const FAILURES = { first: 1, after: 4 };
let opened = false;
let polled = false;
let failures = 0;
/** What the next connection goes by. */
let polling = false;

/** Whether this page's connections go by polling: then no picture of LiveKit's comes either. */
export const goesByPolling = (): boolean => polling;

if (typeof window !== 'undefined')
  window.addEventListener('online', () => {
    polling = polled = opened = false;
    failures = 0;
  });

/** Some networks and proxies let no WebSocket through, and tell nobody: then long polling brings the same. */
export function learnFrom(socket: Socket): void {
  socket.once('connect', () => {
    if (polling) polled = true;
    else opened = true;
    failures = 0;
  });
  socket.once('connect_error', () => {
    // One that answers is there: what it refuses is the ticket, whatever it goes by.
    if (socket.io.engine?.readyState === 'open') return;
    failures += 1;
    const enough = failures >= (opened ? FAILURES.after : FAILURES.first);
    // Where polling never worked, neither is known to.
    polling = polling ? polled : enough;
  });
}

/** For a person who waits for a picture of LiveKit, which has no way but a WebSocket. */
export const NO_WEBSOCKET =
  'This network lets no WebSocket through, so no live picture comes here; everything else works. For pictures take another network, such as mobile data.';
/** The same for who sends one. */
export const NO_WEBSOCKET_OUT =
  'This network lets no WebSocket through, and your picture needs one. Take another network, such as mobile data.';
