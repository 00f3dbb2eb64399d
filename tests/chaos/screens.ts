import { io } from 'socket.io-client';
import type { StateOf, TicketRequest } from '../../contract/messages';
import { EventConnection } from '../../app/realtime/client/event-connection';
import { SOCKET_OPTIONS, type SocketFactory } from '../../app/realtime/client/socket-factory';
import { ViewerTicket } from '../../app/realtime/client/viewer-ticket';
import type { LiveShow } from '../support/product/live-show';
import type { Timeline } from './timeline';

const TICKET_MS = 4_000;

/** A client of the show's state: the pages' own, which only draws nothing. */
export interface Screen<A extends 'crew' | 'public'> {
  name: string;
  seq(): number;
  state(): StateOf[A] | null;
  /** When it had this seq or a later one, s; null if it never had. */
  reachedS(seq: number): number | null;
  /** When it was not online, s. */
  gone(): readonly { fromS: number; toS: number }[];
  close(): void;
}

/** A page has a window that may be hidden or taken off the network; this one never is. */
function pretendToBeAPage(): void {
  Object.assign(globalThis, {
    window: globalThis.window ?? new EventTarget(),
    document: globalThis.document ?? Object.assign(new EventTarget(), { visibilityState: 'visible' }),
  });
}

export function openScreen<A extends 'crew' | 'public'>(
  name: string,
  request: TicketRequest & { audience: A; slug: string },
  { product }: LiveShow,
  timeline: Timeline,
): Screen<A> {
  pretendToBeAPage();
  const ask = async (body: unknown) => {
    const answer = await fetch(`${product.baseUrl}/api/realtime/ticket`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(request.audience === 'crew' ? { authorization: `Bearer ${product.token}` } : {}),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TICKET_MS),
    });
    if (!answer.ok) throw new Error(`No ticket: ${answer.status}`);
    return (await answer.json()) as { ticket: string; expiresInS: number };
  };
  const viewer = new ViewerTicket(request.slug, ask);
  const doors: SocketFactory = {
    ticket: async (wanted) => (wanted.audience === 'public' ? viewer.get() : (await ask(wanted)).ticket),
    refused: () => viewer.refused(),
    dial: (auth) =>
      Promise.resolve(
        io(product.baseUrl, { ...SOCKET_OPTIONS, auth, extraHeaders: { Origin: product.baseUrl } }),
      ),
  };
  const connection = new EventConnection<A>(request, null, doors);
  const steps: { seq: number; atS: number }[] = [];
  const gaps: { fromS: number; toS: number }[] = [];
  let link = '';
  connection.subscribe(() => {
    const view = connection.view();
    if (view.seq !== (steps.at(-1)?.seq ?? 0)) steps.push({ seq: view.seq, atS: timeline.nowS() });
    if (view.link === link) return;
    const last = gaps.at(-1);
    if (link === 'online') gaps.push({ fromS: timeline.nowS(), toS: Infinity });
    else if (view.link === 'online' && last) last.toS = timeline.nowS();
    link = view.link;
  });
  connection.open();
  return {
    name,
    seq: () => connection.view().seq,
    state: () => connection.view().state,
    reachedS: (seq) => steps.find((step) => step.seq >= seq)?.atS ?? null,
    gone: () => gaps,
    close: () => connection.close(),
  };
}
