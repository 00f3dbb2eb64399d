import type { Room } from 'livekit-client';
import { createContext, lazy, useContext } from 'react';
import type * as WithLiveKit from './with-livekit';

/** The room whose pictures the parts inside show; null until LiveKit's client is there and has made one. */
export const DirectorRoom = createContext<Room | null>(null);
export const useDirectorRoom = (): Room | null => useContext(DirectorRoom);

/** Until it is asked for again: the server may be starting anew. */
const RETRY_MS = 2_000;

/**
 * LiveKit's client is most of the desk's script. It comes after the desk itself, so that a director who opens
 * a new browser in the middle of a show can cut before the pictures move. Where it does not come, the desk
 * goes on without pictures and asks again.
 */
async function withLiveKit(): Promise<typeof WithLiveKit> {
  for (;;) {
    try {
      return await import('./with-livekit');
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

export const Connection = lazy(async () => ({ default: (await withLiveKit()).Connection }));
export const RoomPicture = lazy(async () => ({ default: (await withLiveKit()).RoomPicture }));
export const Returned = lazy(async () => ({ default: (await withLiveKit()).ProgramReturn }));
export const Silence = lazy(async () => ({ default: (await withLiveKit()).AudioUnsubscriber }));
