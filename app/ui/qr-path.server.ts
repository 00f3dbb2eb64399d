import { create } from 'qrcode';

/**
 * A QR code as data for `QrCode`: side length in modules including the quiet zone, and the SVG path of its
 * dark modules.
 */
export interface QrPath {
  size: number;
  path: string;
}

/** ISO/IEC 18004 requires four modules of quiet zone. */
const QUIET = 4;

/** Made on the server, so that no browser loads a QR encoder. */
export function qrPath(text: string): QrPath {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return { size: modules.size + 2 * QUIET, path };
}
