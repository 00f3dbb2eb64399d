import { useEffect, useSyncExternalStore } from 'react';
import type { Audience } from '../../../contract/vocabulary';
import type { PhoneTelemetry, Snapshot, StateOf, Telemetry } from '../../../contract/messages';
import { connectionFor, retain } from './connections';
import type { Link, View } from './event-connection';

export type { Link };

/** Whether commands can be carried out now; `reason` is the sentence for the person who gives them. */
export interface Control {
  ok: boolean;
  reason: string | null;
}

export interface EventUpdatesOptions<A extends Audience> {
  audience: A;
  /** Not needed for a camera: its cookie names the event. */
  slug?: string;
  /** What the loader read, so that the first paint is complete. */
  initial: Snapshot<A> | null;
}

export interface EventUpdates<A extends Audience> {
  state: StateOf[A] | null;
  seq: number;
  telemetry: Telemetry | null;
  /** Viewers, sent to every audience; null before the first number. */
  viewers: number | null;
  link: Link;
  control: Control;
  /** A newer tab of the same phone has taken over; this one is silent until `takeBack`. */
  takenOver: boolean;
  takeBack: () => void;
  /** A camera's own measurements; dropped while there is no connection. */
  sendPhone: (telemetry: PhoneTelemetry) => void;
  /** Why the server does not let this page in, as its sentence; null while it does. */
  refusal: string | null;
}

/** State of an event as this audience sees it, current for as long as the component is mounted. */
export function useRealtimeEventUpdates<A extends Audience>(
  options: EventUpdatesOptions<A>,
): EventUpdates<A> {
  const { audience, slug = '', initial } = options;
  // A look-up: the same connection at each render, for as long as somebody uses it.
  const connection = connectionFor(audience, slug, initial);
  const view = useSyncExternalStore(connection.subscribe, connection.view, () => connection.first);
  useEffect(() => retain(audience, slug), [connection, audience, slug]);
  // A loader that ran again may know more than the socket has brought.
  useEffect(() => connection.offer(initial), [connection, initial]);
  return {
    state: view.state,
    seq: view.seq,
    telemetry: view.telemetry,
    viewers: view.viewers,
    link: view.link,
    control: controlOf(view),
    takenOver: view.takenOver,
    takeBack: connection.takeBack,
    sendPhone: connection.sendPhone,
    refusal: view.refusal,
  };
}

const FREE: Control = { ok: true, reason: null };
const NO_SERVER: Control = {
  ok: false,
  reason: 'No connection to the server. The program goes on; trying to get back.',
};

function controlOf(view: View<Audience>): Control {
  if (view.refusal) return { ok: false, reason: view.refusal };
  if (view.link === 'offline') return NO_SERVER;
  return view.telemetry?.control ?? FREE;
}

interface PresenceOptions {
  slug: string;
  /** The connection to listen on; the crew's own is shared where a crew page asks. */
  audience?: 'crew' | 'public';
}

/**
 * How many people watch, or null before the first number. Shares the connection of useRealtimeEventUpdates.
 */
export function useRealtimePresence({ slug, audience = 'public' }: PresenceOptions): {
  viewers: number | null;
} {
  const connection = connectionFor(audience, slug, null);
  const viewers = useSyncExternalStore(
    connection.subscribe,
    () => connection.view().viewers,
    () => null,
  );
  useEffect(() => retain(audience, slug), [connection, audience, slug]);
  return { viewers };
}
