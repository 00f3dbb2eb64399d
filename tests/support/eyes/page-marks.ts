import type { Page } from 'playwright';
import type { Mark } from '../../../demo/mark/code';
import { readMark, type LumaPicture } from './read-mark';

/** A picture as it comes out of a page: luma in base64. */
export interface TakenPicture {
  width: number;
  height: number;
  luma: string;
}

/**
 * Runs in the page: what its <video> shows at this moment, 640 pixels wide, or null before its first frame.
 */
export function takePicture(selector: string): TakenPicture | null {
  const video = document.querySelector(selector);
  if (!(video instanceof HTMLVideoElement) || !video.videoWidth || video.readyState < 2) return null;
  const width = 640;
  const height = Math.round((width * video.videoHeight) / video.videoWidth);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const luma: string[] = [];
  for (let i = 0; i < data.length; i += 4) {
    const value = 0.2126 * (data[i] ?? 0) + 0.7152 * (data[i + 1] ?? 0) + 0.0722 * (data[i + 2] ?? 0);
    luma.push(String.fromCharCode(Math.round(value)));
  }
  return { width, height, luma: btoa(luma.join('')) };
}

export function pictureOf({ width, height, luma }: TakenPicture): LumaPicture {
  return { width, height, data: Uint8Array.from(Buffer.from(luma, 'base64')) };
}

/** Luma of what a page's <video> shows at this moment, 640 pixels wide, or null before its first frame. */
async function pictureFromPage(page: Page, selector: string): Promise<LumaPicture | null> {
  const taken = await page.evaluate(takePicture, selector);
  return taken && pictureOf(taken);
}

/** The burned-in number that a page's <video> shows at this moment; null for slate, black or no picture. */
export async function readMarkFromPage(page: Page, selector: string): Promise<Mark | null> {
  const picture = await pictureFromPage(page, selector);
  return picture && readMark(picture);
}
