import {
  type RemoteParticipant,
  type RemoteTrackPublication,
  type Room,
  RoomEvent,
  Track,
} from 'livekit-client';

/**
 * What a participant publishes; null where it does not. `track` of a publication is there once it is
 * subscribed.
 */
export interface ParticipantTracks {
  camera: RemoteTrackPublication | null;
  microphone: RemoteTrackPublication | null;
}

export interface RoomContent {
  participants: RemoteParticipant[];
  tracks: Readonly<Record<string, ParticipantTracks>>;
}

export const EMPTY: RoomContent = { participants: [], tracks: {} };

/** After which of the room's events somebody or something in it is other than before. */
const CHANGES = [
  RoomEvent.ConnectionStateChanged,
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.TrackStreamStateChanged,
] as const;

export function onContentChange(room: Room, listener: () => void): () => void {
  for (const event of CHANGES) room.on(event, listener);
  return () => {
    for (const event of CHANGES) room.off(event, listener);
  };
}

/**
 * Who is there with what, as a new object: the library changes its own in place, which React would not see.
 */
export function contentOf(room: Room): RoomContent {
  const participants = [...room.remoteParticipants.values()];
  const tracks: Record<string, ParticipantTracks> = {};
  for (const participant of participants) {
    const of = (source: Track.Source) => publicationOf(participant, source);
    tracks[participant.identity] = {
      camera: of(Track.Source.Camera),
      microphone: of(Track.Source.Microphone),
    };
  }
  return { participants, tracks };
}

/** WHIP publishers name no source: then the kind decides. */
function publicationOf(participant: RemoteParticipant, source: Track.Source): RemoteTrackPublication | null {
  const kind = source === Track.Source.Camera ? Track.Kind.Video : Track.Kind.Audio;
  const named = participant.getTrackPublication(source);
  if (named) return named;
  const unnamed = [...participant.trackPublications.values()].find(
    (publication) => publication.kind === kind && publication.source === Track.Source.Unknown,
  );
  return unnamed ?? null;
}
