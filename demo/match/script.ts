import type { LoopSeconds } from '../mark/code';

/** One touch of the ball: who, when in the loop (s), and where on the pitch (metres from its centre). */
export interface Touch {
  at: number;
  by: string;
  x: number;
  y: number;
  /** Height in metres that the ball reaches on its way to the next touch. */
  loft?: number;
}

type Line = readonly [at: number, by: string, x: number, y: number, loft?: number];

const touches = (lines: readonly Line[]): Touch[] =>
  lines.map(([at, by, x, y, loft]) => ({ at, by, x, y, ...(loft === undefined ? {} : { loft }) }));

/**
 * The course of the ball. TSV Nord (N, blue) plays to the north (+x), SC Hafen (H, white) to the south. Two
 * touches by the same player are a dribble, by two players a pass. The last one leads back to the first.
 */
export const SCRIPTS: Record<LoopSeconds, Touch[]> = {
  60: touches([
    [0, 'N8', -4, -10],
    [1.6, 'N8', 0, -15],
    [2.5, 'N7', 7, -24],
    [4.2, 'N7', 17, -25],
    [5.0, 'N10', 23, -13],
    [6.0, 'N10', 28, -9, 0.5],
    [6.9, 'N9', 35, -5],
    [7.7, 'N9', 38, -2, 1.4],
    [8.3, 'H1', 50.4, -1],
    [10.4, 'H1', 47, -3, 3.5],
    [12.0, 'H3', 31, -21],
    [13.7, 'H3', 20, -24],
    [14.7, 'H10', 10, -15],
    [16.0, 'H10', 3, -12, 7],
    [18.0, 'H7', -7, 18],
    [19.6, 'H7', -20, 21],
    [20.7, 'H9', -29, 8],
    [21.5, 'H9', -33, 4],
    [22.0, 'N4', -34, 2],
    [23.2, 'N4', -30, -4],
    [24.4, 'N2', -20, -20],
    [26.0, 'N2', -8, -23],
    [27.0, 'N8', 2, -14],
    [28.2, 'N8', 9, -7],
    [29.2, 'N10', 17, 5],
    [30.6, 'N10', 25, 11],
    [31.6, 'N11', 34, 21],
    [33.0, 'N11', 43, 22, 4],
    [34.4, 'N9', 43, 2, 1.8],
    [35.0, 'H1', 50.6, 1],
    [37.4, 'H1', 46, 0, 13],
    [39.9, 'H8', 10, 2, 2.5],
    [40.8, 'H10', 2, -9],
    [42.2, 'H10', -6, -13],
    [43.2, 'H11', -19, -22],
    [44.8, 'H11', -33, -21, 1.2],
    [45.8, 'H9', -38, -3, 0.8],
    [46.4, 'N1', -50.4, -1],
    [48.6, 'N1', -46, 2, 3],
    [50.0, 'N3', -33, 17],
    [51.5, 'N3', -25, 19],
    [52.6, 'N10', -13, 9],
    [53.9, 'N10', -7, 4],
    [54.9, 'N6', -13, -4],
    [56.0, 'N6', -11, -8],
    [57.0, 'N4', -20, -11],
    [57.9, 'N4', -17, -12],
    [58.8, 'N8', -7, -9],
  ]),
  20: touches([
    [0, 'N8', 4, -10],
    [1.5, 'N8', 9, -13],
    [2.5, 'N7', 13, -23],
    [4.1, 'N7', 22, -24],
    [5.1, 'N9', 34, -8],
    [5.9, 'N9', 38, -4, 1.2],
    [6.5, 'H1', 50.4, -1],
    [8.5, 'H1', 47, 1, 3],
    [9.9, 'H2', 31, 18],
    [11.5, 'H2', 21, 19],
    [12.6, 'H8', 10, 9],
    [13.8, 'H8', 3, 4],
    [14.5, 'N6', -1, 0],
    [15.8, 'N6', -4, -5],
    [16.8, 'N4', -12, -10],
    [17.8, 'N4', -9, -11],
    [18.8, 'N8', 0, -10],
  ]),
};
