import type { DestinationPlugin } from './contract';
import { customRtmp } from './custom-rtmp';
import { twitch } from './twitch';
import { youtube } from './youtube';

export const DESTINATION_IDS = ['custom-rtmp', 'youtube', 'twitch'] as const;
export type DestinationId = (typeof DESTINATION_IDS)[number];

/** Every kind of destination. Adding one is its folder, its id above and its line here; leaving one out is a type error. */
export const DESTINATIONS: Record<DestinationId, DestinationPlugin> = {
  'custom-rtmp': customRtmp,
  youtube,
  twitch,
};

/** Null for an id that this version does not know (a row of a newer one). */
export function findDestination(id: string): DestinationPlugin | null {
  return isDestinationId(id) ? DESTINATIONS[id] : null;
}

export function isDestinationId(id: string): id is DestinationId {
  return DESTINATION_IDS.some((known) => known === id);
}

/** What the browser may know of a kind of destination: data for its form, and no code. */
export interface DestinationForm {
  id: DestinationId;
  label: string;
  fields: DestinationPlugin['fields'];
  keyHelp: string;
  keyRequired: boolean;
}

export function destinationForms(): DestinationForm[] {
  return DESTINATION_IDS.map((id) => {
    const { label, fields, keyHelp, keyRequired } = DESTINATIONS[id];
    return { id, label, fields, keyHelp, keyRequired };
  });
}
