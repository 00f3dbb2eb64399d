import { parseArgs } from 'node:util';
import { FPS, type LoopSeconds } from '../mark/timing';
import { renderCamera } from './render';

/**
 * Renders one camera in a process of its own: `render-process CAMERA WIDTHxHEIGHT SECONDS DIRECTORY`. Tells
 * its frames.
 */
process.on('disconnect', () => process.exit(1));

const { positionals } = parseArgs({ allowPositionals: true });
const [camera = '', size = '', seconds = '', directory = ''] = positionals;
const [width = 0, height = 0] = size.split('x').map(Number);
const loop: LoopSeconds = seconds === '60' ? 60 : 20;

await renderCamera(Number(camera), { width, height, seconds: loop }, directory, (frame) => {
  if (frame % (FPS / 2) === 0) process.send?.({ frame });
});
process.exit(0);
