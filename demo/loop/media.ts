import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FPS, type LoopSeconds, FLASH_EVERY_S } from '../mark/code';

/** Opus packets a second. */
export const PACKETS_PER_S = 50;
const OPUS_HEADERS = 2;

/** One camera's loop, ready to be sent. */
export interface LoopMedia {
  seconds: number;
  /** `seconds × FPS` access units (Annex B). */
  pictures: Buffer[];
  /** `seconds × 50` Opus packets of 20 ms. */
  sound: Buffer[];
}

/** A file of a loop, in the directory of `ensureLoop`. */
export function loopFile(camera: number, part: LoopPart, kind: 'h264' | 'opus' | 'done'): string {
  return `camera-${camera}${part === 'whole' ? '' : `.${part}`}.${kind}`;
}

/** @throws an Error when the files are not what `renderCamera` writes; deleting the directory then helps */
export async function readLoop(
  directory: string,
  camera: number,
  loop: LoopSeconds,
  part: LoopPart = 'whole',
): Promise<LoopMedia> {
  const read = (kind: 'h264' | 'opus') => readFile(join(directory, loopFile(camera, part, kind)));
  const [film, ogg] = await Promise.all([read('h264'), read('opus')]);
  const seconds = secondsOf(part, loop);
  const pictures = accessUnits(film);
  const first = OPUS_HEADERS + LEAD_IN_S * PACKETS_PER_S;
  const sound = oggPackets(ogg).slice(first, first + seconds * PACKETS_PER_S);
  if (pictures.length !== seconds * FPS || sound.length !== seconds * PACKETS_PER_S) {
    throw new Error(`The simulated match in ${directory} is damaged. Delete that folder and start again.`);
  }
  return { seconds, pictures, sound };
}

/** Access unit delimiter, without its start code; the first byte of NAL units of type 9. */
const DELIMITER = Buffer.from([0, 0, 0, 1, 0x09]);
/** Start code, header and one byte of content, all useless to the receiver. */
const DELIMITER_BYTES = 6;

/**
 * The pictures of an H.264 stream (Annex B) in which each begins with an access unit delimiter (x264's
 * `aud=1`), without the delimiters: one entry a frame.
 */
export function accessUnits(stream: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = stream.indexOf(DELIMITER); at !== -1; at = stream.indexOf(DELIMITER, at + 1)) starts.push(at);
  return starts.map((start, i) => stream.subarray(start + DELIMITER_BYTES, starts[i + 1] ?? stream.length));
}

const HEADER_BYTES = 27;
const FULL_SEGMENT = 255;

/** The packets of an Ogg stream (RFC 3533), in order; for Opus the first two are its headers (RFC 7845). */
export function oggPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let at = 0; at + HEADER_BYTES <= file.length;) {
    if (file.toString('latin1', at, at + 4) !== 'OggS') throw new Error('This is no Ogg file.');
    const segments = file[at + 26] ?? 0;
    let body = at + HEADER_BYTES + segments;
    for (let i = 0; i < segments; i++) {
      const length = file[at + HEADER_BYTES + i] ?? 0;
      parts.push(file.subarray(body, body + length));
      body += length;
      if (length === FULL_SEGMENT) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
    at = body;
  }
  return packets;
}

export interface LoopFormat {
  width: number;
  height: number;
  seconds: LoopSeconds;
}

/** The beginning, from one flash to the next, is drawn first and played while the whole is drawn. */
export type LoopPart = 'beginning' | 'whole';

export const secondsOf = (part: LoopPart, loop: LoopSeconds): number =>
  part === 'whole' ? loop : FLASH_EVERY_S;

/** Sound before the loop, so that its first packet is coded like the one after the last. */
export const LEAD_IN_S = 1;
