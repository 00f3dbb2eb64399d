import { HEIGHT, WIDTH } from './simple-camera';

/** Stripes that wander over a pitch of this brightness, with a little noise. */
export function movingField(base: number) {
  return (luma: Uint8Array, frame: number): void => {
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++)
        luma[y * WIDTH + x] = base + (((x + frame * 2) >> 4) % 5) * 10 + ((x * 31 + y * 17 + frame * 29) % 5);
    }
  };
}

/** The same pitch, and nothing moves. */
export function stillField(base: number) {
  const moving = movingField(base);
  return (luma: Uint8Array): void => moving(luma, 7);
}

export const black = (luma: Uint8Array): void => void luma.fill(17);
