import type { LoopFormat } from './format';

/**
 * What each camera publishes as simulcast, lowest first, as a phone does: a small picture for who only glances, and the full
 * one. The names are the RIDs in its offer.
 */
export const LAYERS = ['q', 'f'] as const;
export type Layer = (typeof LAYERS)[number];

export interface LayerFormat {
  width: number;
  height: number;
  /** Upper limit of the bit rate: about what a phone sends at this size. */
  kbps: number;
  /** Of x264. */
  preset: string;
}

/** A quarter of 720p, and the same for smaller loops. Better coded than the full picture: a tile shows it large, and it is cheap. */
const SMALL: LayerFormat = { width: 320, height: 180, kbps: 300, preset: 'veryfast' };

export function layersOf({ width, height }: LoopFormat): Record<Layer, LayerFormat> {
  return { q: SMALL, f: { width, height, kbps: height >= 720 ? 2400 : 800, preset: 'superfast' } };
}

/** Where a layer's pictures lie (H.264, Annex B). */
export const pictureFile = (camera: number, layer: Layer): string =>
  layer === 'f' ? `camera-${camera}.h264` : `camera-${camera}.${layer}.h264`;
