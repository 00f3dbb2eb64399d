import type { CameraSlice, CrewState } from '../../../contract/messages';
import type { Layout } from '../../../contract/vocabulary';

export const LAYOUT_NAMES: Record<Layout, string> = {
  single: 'Single',
  'side-by-side': 'Side by side',
  'picture-in-picture': 'Picture in picture',
  quad: 'Quad',
  'two-plus-one': 'Two plus one',
  split: 'Split, score below',
};

type Cells = readonly (string | null)[];

/** The cells with a camera in one of them; if it was in another one, the two change places. */
export function withCamera(cells: Cells, at: number, cameraId: string | null): (string | null)[] {
  const from = cameraId === null ? -1 : cells.indexOf(cameraId);
  return cells.map((now, cell) => (cell === at ? cameraId : cell === from ? (cells[at] ?? null) : now));
}

/** The cells with the contents of two of them exchanged. */
export function exchanged(cells: Cells, one: number, other: number): (string | null)[] {
  return cells.map((now, cell) =>
    cell === one ? (cells[other] ?? null) : cell === other ? (cells[one] ?? null) : now,
  );
}

/** The cameras in the program's picture, each once, in the order of the cells. */
export function camerasOnAir({ program, cameras }: Pick<CrewState, 'program' | 'cameras'>): CameraSlice[] {
  return [...new Set(program.cells)].flatMap((id) => cameras.find((camera) => camera.id === id) ?? []);
}

export function isSlate({ cells }: CrewState['program']): boolean {
  return cells.every((cameraId) => cameraId === null);
}
