import type { DestinationForm } from '../contract/destinations';
import type { DestinationPlugin } from './contract';
import { customRtmp } from './custom-rtmp/custom-rtmp';
import { srt } from './srt/srt';
import { twitch } from './twitch/twitch';
import { youtube } from './youtube/youtube';

/**
 * Every kind of destination, in the order in which they are offered. Adding one is its folder and its line
 * here.
 */
export const DESTINATIONS = {
  'custom-rtmp': customRtmp,
  youtube,
  twitch,
  srt,
} satisfies Record<string, DestinationPlugin>;

export type DestinationId = keyof typeof DESTINATIONS;
export const DESTINATION_IDS = Object.keys(DESTINATIONS).filter(isDestinationId);

/** Null for an id that this version does not know (a row of a newer one). */
export function findDestination(id: string): DestinationPlugin | null {
  return isDestinationId(id) ? DESTINATIONS[id] : null;
}

export function isDestinationId(id: string): id is DestinationId {
  return Object.hasOwn(DESTINATIONS, id);
}

export function destinationForms(): DestinationForm[] {
  return DESTINATION_IDS.map((id) => {
    const { label, fields, keyLabel, keyHelp, keyRequired, limits, test } = DESTINATIONS[id];
    return { id, label, fields, keyLabel, keyHelp, keyRequired, limits, testPictures: test.pictures };
  });
}
