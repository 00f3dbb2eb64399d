import { useCallback } from 'react';
import type { RoomOptions } from 'livekit-client';
import type { TokenAnswer } from '../../../../contract/messages';
import { postJson } from '../../../realtime/client/json-request';
import { type LiveKitRoom, useLiveKitRoom } from '../../../realtime/client/use-livekit-room';

interface MediaTokens {
  cameras: TokenAnswer;
  program: TokenAnswer;
}

export type DirectorRoomName = keyof MediaTokens;

/**
 * We choose layers ourselves: the low one for tiles, the high one for preview (adaptive streams would mix the
 * two).
 */
const OPTIONS: RoomOptions = { adaptiveStream: false, dynacast: false };

/**
 * One of the two rooms the desk listens to, hidden: the cameras', or the one in which the program comes back.
 * Which room that is follows the event's status, so the caller mounts it anew when the status changes.
 */
export function useDirectorMedia(slug: string, room: DirectorRoomName, enabled: boolean): LiveKitRoom {
  const fetchToken = useCallback(async () => {
    const tokens = await postJson<MediaTokens>(`/api/v1/events/${encodeURIComponent(slug)}/media-tokens`);
    return tokens[room];
  }, [slug, room]);
  return useLiveKitRoom({ fetchToken, enabled, options: OPTIONS });
}
