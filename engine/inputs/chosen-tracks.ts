import { TrackKind, TrackSource, type RemoteTrackPublication } from '@livekit/rtc-node';

type Publication = Pick<RemoteTrackPublication, 'kind' | 'source' | 'muted'>;

/** The tracks of one participant that are its picture and its sound. */
export interface ChosenTracks<P> {
  picture: P | null;
  sound: P | null;
}

/**
 * A phone publishes one picture and one sound; the host of a show may share a screen beside the camera, and
 * then the screen is meant. What is muted stands back, so that the camera shows as soon as the screen is put
 * away.
 */
export function chosenTracks<P extends Publication>(publications: Iterable<P>): ChosenTracks<P> {
  let picture: P | null = null;
  let sound: P | null = null;
  for (const publication of publications) {
    if (publication.kind === TrackKind.KIND_VIDEO) picture = better(picture, publication);
    else if (publication.kind === TrackKind.KIND_AUDIO) sound = better(sound, publication);
  }
  return { picture, sound };
}

/** Of two alike the one that was there first: a choice that changes to and fro would show neither. */
function better<P extends Publication>(one: P | null, other: P): P {
  return one !== null && rank(one) >= rank(other) ? one : other;
}

function rank({ source, muted }: Publication): number {
  const meant =
    source === TrackSource.SOURCE_SCREENSHARE ? 1 : source === TrackSource.SOURCE_SCREENSHARE_AUDIO ? -1 : 0;
  return muted ? meant - 10 : meant;
}
