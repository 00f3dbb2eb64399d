import type { Room } from 'livekit-client';
import { useEffect } from 'react';
import type { LiveKitRoom } from '../../../realtime/client/use-livekit-room';
import { type DirectorRoomName, useDirectorMedia } from './use-director-media';

export type RoomNews = Pick<LiveKitRoom, 'state' | 'error'>;

export interface ConnectionProps {
  slug: string;
  name: DirectorRoomName;
  enabled: boolean;
  onRoom: (room: Room | null) => void;
  /** Told how the connection stands, for the indicators in the bar. */
  onNews: (news: RoomNews) => void;
}

/** Joins one room and tells of it. */
export function Connection({ slug, name, enabled, onRoom, onNews }: ConnectionProps) {
  const { room, state, error } = useDirectorMedia(slug, name, enabled);
  useEffect(() => {
    onRoom(room);
    return () => onRoom(null);
  }, [onRoom, room]);
  useEffect(() => onNews({ state, error }), [onNews, state, error]);
  return null;
}
