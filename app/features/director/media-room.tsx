import { RoomContext } from '@livekit/components-react';
import { type ReactNode, useEffect } from 'react';
import type { LiveKitRoom, RoomState } from '../../realtime/hooks/use-livekit-room';
import { useDirectorMedia } from './use-director-media';

export type RoomNews = Pick<LiveKitRoom, 'state' | 'error'>;

interface Props {
  slug: string;
  name: 'cameras' | 'program';
  enabled: boolean;
  /** Told how the connection stands, for the indicators in the bar. */
  onNews: (news: RoomNews) => void;
  children: ReactNode;
}

/** Connects one room and lends it to the pictures inside (LiveKit's components find it by RoomContext). */
export function MediaRoom({ slug, name, enabled, onNews, children }: Props) {
  const { room, state, error } = useDirectorMedia(slug, name, enabled);
  useEffect(() => onNews({ state, error }), [onNews, state, error]);
  return <RoomContext.Provider value={room ?? undefined}>{children}</RoomContext.Provider>;
}

export const NO_NEWS: RoomNews = { state: 'connecting' satisfies RoomState, error: null };
