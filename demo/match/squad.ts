/** A player. Numbers and places of a 4-4-2; the other team is the mirror image. */
export interface Member {
  id: string;
  team: 'nord' | 'hafen' | 'referee';
  number: number;
  keeper: boolean;
  /** Place while the ball is in the centre, metres. */
  home: { x: number; y: number };
  skin: string;
  hair: string;
  /** Metres. */
  height: number;
}

const SKINS = ['#f0c8a4', '#e2b48c', '#c48a5c', '#9a6238', '#6e4526', '#f3d2b4'];
const HAIRS = ['#2c2019', '#4a3222', '#191512', '#a9793f', '#7a5230', '#30241c'];

const PLACES: readonly (readonly [number: number, x: number, y: number])[] = [
  [1, -49, 0],
  [2, -25, -20],
  [3, -25, 20],
  [4, -31, -7],
  [5, -31, 7],
  [6, -13, 1],
  [7, 4, -23],
  [8, -3, -9],
  [9, 15, -4],
  [10, 6, 7],
  [11, 8, 22],
];

const member = (
  id: string,
  team: Member['team'],
  number: number,
  x: number,
  y: number,
  seed: number,
): Member => ({
  id,
  team,
  number,
  keeper: number === 1 && team !== 'referee',
  home: { x, y },
  skin: SKINS[(seed * 5 + number * 3) % SKINS.length] ?? '#e2b48c',
  hair: HAIRS[(seed * 3 + number * 7) % HAIRS.length] ?? '#2c2019',
  height: 1.72 + ((number * 7 + seed * 3) % 6) * 0.03,
});

/** 22 players and the referee, always in this order. */
export const SQUAD: readonly Member[] = [
  ...PLACES.map(([n, x, y]) => member(`N${n}`, 'nord', n, x, y, 1)),
  ...PLACES.map(([n, x, y]) => member(`H${n}`, 'hafen', n, -x, -y, 2)),
  member('R', 'referee', 0, -6, 6, 3),
];
