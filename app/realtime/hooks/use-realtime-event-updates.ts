import type { Audience, PhoneTelemetry, Snapshot, StateOf, Telemetry } from '../contract';

export type Link = 'connecting' | 'online' | 'offline';

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
}

/** State of an event as this audience sees it, kept current for as long as the component is mounted. */
export function useRealtimeEventUpdates<A extends Audience>(
  options: EventUpdatesOptions<A>,
): EventUpdates<A> {
  return {
    state: options.initial?.state ?? null,
    seq: options.initial?.seq ?? 0,
    telemetry: null,
    viewers: null,
    link: 'connecting',
    control: { ok: true, reason: null },
    takenOver: false,
    takeBack: () => undefined,
    sendPhone: () => undefined,
  };
}
