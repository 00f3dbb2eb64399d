import { join } from 'node:path';
import { FPS } from '../mark/timing';
import type { LoopFormat } from './format';
import { layersOf, pictureFile, type Layer } from './layers';

/** What ffmpeg is told to make all layers of one camera from raw RGBA pictures at its input, in one pass. */
export function pictureArgs(camera: number, format: LoopFormat, directory: string): string[] {
  const { width, height } = format;
  return [
    ...['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', String(FPS), '-i', 'pipe:0'],
    ...['-filter_complex', filter(format)],
    ...layerArgs(camera, 'q', format, directory),
    ...layerArgs(camera, 'f', format, directory),
  ];
}

/** The small picture is the mean of what it covers: other ways to scale leave out lines of the pitch and edges of the mark. */
function filter(format: LoopFormat): string {
  const { width, height } = layersOf(format).q;
  const full = 'scale=out_color_matrix=bt709:out_range=tv:flags=fast_bilinear,format=yuv420p';
  return `[0:v]${full},split[f][again];[again]scale=${width}:${height}:flags=area[q]`;
}

function layerArgs(camera: number, layer: Layer, format: LoopFormat, directory: string): string[] {
  const { kbps, preset } = layersOf(format)[layer];
  return [
    ...['-map', `[${layer}]`],
    ...['-c:v', 'libx264', '-preset', preset, '-threads', '1', '-profile:v', 'baseline', '-bf', '0'],
    ...['-crf', '21', '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`],
    ...['-g', String(FPS), '-keyint_min', '1', '-sc_threshold', '0'],
    ...['-force_key_frames', keyframes(camera)],
    // Each access unit stands for itself: delimiter first, parameter sets before each keyframe.
    ...['-x264-params', 'aud=1:repeat-headers=1:sliced-threads=0:open-gop=0'],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
    ...['-f', 'h264', join(directory, pictureFile(camera, layer))],
  ];
}

/** Nobody can ask a ready-made stream for a keyframe, and the media server changes between layers only at one. */
const KEYFRAME_EVERY = FPS / 2;

/**
 * One where the loop begins, too; those of the cameras lie apart, so that what decodes all four does not get four large
 * pictures at once.
 */
const keyframes = (camera: number): string =>
  `expr:eq(n,0)+eq(mod(n,${KEYFRAME_EVERY}),${((camera - 1) * 4) % KEYFRAME_EVERY})`;
