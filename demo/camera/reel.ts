import type { LoopMedia } from '../loop/media';

/** The loop that a camera plays, round after round. Pictures and packets are counted since 1970. */
export interface Reel {
  picture(number: number): Buffer | undefined;
  sound(number: number): Buffer | undefined;
  /**
   * Plays another loop from the next moment on at which it begins. A receiver sees no seam where `media`
   * begins with what is played now: the first picture of a loop is a keyframe.
   */
  replaceBy(media: LoopMedia): void;
}

export function reelOf(media: LoopMedia): Reel {
  const pictures = trackOf(media.pictures);
  const sound = trackOf(media.sound);
  return {
    picture: pictures.at,
    sound: sound.at,
    replaceBy(next) {
      pictures.replaceBy(next.pictures);
      sound.replaceBy(next.sound);
    },
  };
}

function trackOf(first: readonly Buffer[]) {
  let playing = first;
  let next: readonly Buffer[] | null = null;
  /** Of `next`, at the first number that was asked for since it is there. */
  let round: number | null = null;
  return {
    at(number: number): Buffer | undefined {
      if (next) {
        const now = Math.floor(number / next.length);
        round ??= now;
        // After a pause the beginning itself may have been left out.
        if (now !== round || number % next.length === 0) {
          playing = next;
          next = null;
        }
      }
      return playing[number % playing.length];
    },
    replaceBy(items: readonly Buffer[]): void {
      next = items;
      round = null;
    },
  };
}
