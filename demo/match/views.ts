import { at, project, type Lens } from './geometry';

/**
 * A place from which the match is filmed. Lengths on the picture are in picture heights, so that any size
 * fits.
 */
export interface View {
  label: string;
  device: string;
  lens(width: number, height: number): Lens;
  /** Left edge of the window on the lens's plane while the play is at this place, in pixels. */
  window(lens: Lens, width: number, attention: { x: number; y: number }): number;
}

interface Setup {
  label: string;
  device: string;
  eye: readonly [x: number, y: number, z: number];
  yawDeg: number;
  focal: number;
  horizon: number;
  /** How much wider than the picture the plane is. */
  plane: number;
  /** How far the operator follows the ball: 0 stands still, 1 keeps it in the middle. */
  follow: number;
}

function view(setup: Setup): View {
  const [x, y, z] = setup.eye;
  return {
    label: setup.label,
    device: setup.device,
    lens: (width, height) => ({
      eye: at(x, y, z),
      yaw: (setup.yawDeg * Math.PI) / 180,
      focal: setup.focal * height,
      width: Math.round((width * setup.plane) / 2) * 2,
      height,
      horizon: setup.horizon * height,
    }),
    window: (lens, width, attention) => {
      const seen = project(lens, at(attention.x, attention.y, 0));
      // A near ball would need a fast pan: the operator lags behind.
      const calm = Math.min(1, seen.depth / 18);
      const centre = lens.width / 2 + (seen.x - lens.width / 2) * setup.follow * calm;
      const left = Math.max(0, Math.min(lens.width - width, centre - width / 2));
      // Whole pairs of pixels: chroma samples then move with the picture, which costs the encoder least.
      return Math.round(left / 2) * 2;
    },
  };
}

/** The four places; camera 1 is `VIEWS[0]`. Cameras beyond the fourth film from the same places again. */
export const VIEWS = [
  view({
    label: 'Main stand',
    device: 'Pixel 8',
    eye: [4, -60, 16.5],
    yawDeg: 90,
    focal: 1.95,
    horizon: -0.03,
    plane: 2.35,
    follow: 0.85,
  }),
  view({
    label: 'Goal north',
    device: 'iPhone 12',
    eye: [64, 6.5, 5.4],
    yawDeg: 180,
    focal: 1.22,
    horizon: 0.3,
    plane: 1.36,
    follow: 0.4,
  }),
  view({
    label: 'Touchline',
    device: 'iPhone 14',
    eye: [10, -34.8, 1.65],
    yawDeg: 90,
    focal: 2.2,
    horizon: 0.49,
    plane: 2.9,
    follow: 0.95,
  }),
  view({
    label: 'Corner south',
    device: 'Galaxy S21',
    eye: [-54.6, -34.2, 3.4],
    yawDeg: 36,
    focal: 2.25,
    horizon: 0.45,
    plane: 2.5,
    follow: 0.8,
  }),
] as const;

export function viewOf(camera: number): View {
  const found = VIEWS[(camera - 1) % VIEWS.length];
  if (!found) throw new Error(`There is no camera ${camera}.`);
  return found;
}
