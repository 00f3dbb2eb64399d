import { constants, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { FPS, type LoopSeconds } from '../mark/code';
import type { LoopPart } from './media';
import { renderCamera } from './render';

/**
 * Renders one camera in a process of its own: `render-process CAMERA WIDTHxHEIGHT SECONDS PART DIRECTORY`.
 * Sends its parent the number of frames.
 */
process.on('disconnect', () => process.exit(1));

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { background: { type: 'boolean' } },
});
const [camera = '', size = '', seconds = '', wanted = '', directory = ''] = positionals;
const [width = 0, height = 0] = size.split('x').map(Number);
const loop: LoopSeconds = seconds === '60' ? 60 : 20;
const part: LoopPart = wanted === 'beginning' ? 'beginning' : 'whole';
// Its ffmpeg inherits it.
if (values.background) setPriority(constants.priority.PRIORITY_LOW);

await renderCamera(Number(camera), { width, height, seconds: loop }, part, directory, (frame) => {
  if (frame % (FPS / 2) === 0) process.send?.({ frame });
});
process.exit(0);
