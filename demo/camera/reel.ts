import type { LoopMedia } from '../loop/media';

/** The loop that a camera plays endlessly. Pictures and packets are numbered since 1970. */
export interface Reel {
  picture(number: number): Buffer | undefined;
  sound(number: number): Buffer | undefined;
  /**
   * Plays another loop from the next moment at which it begins. A receiver sees no seam where `media` begins
   * with the present loop: the first picture of a loop is a keyframe.
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
  /** Round of `next`, from the first number that was read after it was set. */
  let round: number | null = null;
  return {
    at(number: number): Buffer | undefined {
      if (next) {
        const now = Math.floor(number / next.length);
        round ??= now;
        // After a pause the beginning itself may have been skipped.
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
