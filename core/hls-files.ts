/**
 * Where the engine writes HLS and the web process reads it, under DATA_DIR: `hls/<eventId>/<streamId>/`. Both
 * ids come from Postgres; a browser can ask for the two file names below only.
 */
export const HLS_FOLDER = 'hls';
export const HLS_PLAYLIST = 'live.m3u8';

/** A segment: its number in the stream, and the engine that wrote it (12 hexadecimal digits). */
export function hlsSegmentName(sequence: number, writer: string): string {
  return `${sequence}-${writer}.ts`;
}

export function isHlsSegmentName(name: string): boolean {
  return /^\d{1,9}-[0-9a-f]{12}\.ts$/.test(name);
}
