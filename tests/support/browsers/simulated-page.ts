import { io } from 'socket.io-client';
import type { Audience } from '../../../contract/vocabulary';
import type { TicketRequest } from '../../../contract/messages';
import { type SocketFactory, SOCKET_OPTIONS } from '../../../app/realtime/client/socket-factory';
import { EventConnection } from '../../../app/realtime/client/event-connection';
import { ORIGIN } from '../web/test-realtime';

/** As much of a page as a connection uses: its visibility, and an event when it returns. */
class Page extends EventTarget {
  visibilityState = 'visible';
}

export function pretendPage(): Page {
  const page = new Page();
  Object.assign(globalThis, { document: page, window: page });
  return page;
}

/**
 * The browser's own connection, run in Node: with another way to the ticket and to the server, and all else
 * as it is.
 */
export function pageConnection<A extends Audience>(
  request: TicketRequest & { audience: A },
  ticket: () => Promise<string>,
  url: () => string,
): EventConnection<A> {
  const doors: SocketFactory = {
    ticket,
    refused: () => undefined,
    dial: async (auth) => io(url(), { ...SOCKET_OPTIONS, auth, extraHeaders: { origin: ORIGIN } }),
  };
  return new EventConnection<A>(request, null, doors);
}

/** Resolves when the view satisfies `reached`. */
export async function seen<A extends Audience>(
  connection: EventConnection<A>,
  reached: (view: ReturnType<EventConnection<A>['view']>) => boolean,
  withinMs: number,
): Promise<number> {
  const begun = performance.now();
  if (!reached(connection.view())) {
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        leave();
        const { seq, link } = connection.view();
        reject(new Error(`not seen within ${withinMs} ms: ${reached.toString()}, at seq ${seq}, ${link}`));
      }, withinMs);
      const leave = connection.subscribe(() => {
        if (!reached(connection.view())) return;
        clearTimeout(limit);
        leave();
        resolve();
      });
    });
  }
  return performance.now() - begun;
}
