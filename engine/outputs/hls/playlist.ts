import { PTS_HZ, ptsBetween } from '../ts-packets';

/**
 * A media playlist of RFC 8216, as far as a live stream of plain segments needs it. Pure: values in, values
 * and text out.
 */

export interface PlaylistEntry {
  name: string;
  durationS: number;
  /** When its first picture was on the air. */
  at: Date;
  /** Times and codecs begin again with it: another run of the encoder, or another engine. */
  discontinuity: boolean;
}

export interface Playlist {
  /** Of every segment, rounded, at most this long; never changes during a stream. */
  targetS: number;
  /** Number of the first entry; counts on through the whole stream. */
  sequence: number;
  /** How many discontinuities are before the first entry. */
  discontinuities: number;
  entries: readonly PlaylistEntry[];
  ended: boolean;
}

/** @param sequence of its first segment to come */
export function emptyPlaylist(targetS: number, sequence: number): Playlist {
  return { targetS, sequence, discontinuities: sequence, entries: [], ended: false };
}

/** Number of the segment that comes next. */
export function nextSequence({ sequence, entries }: Playlist): number {
  return sequence + entries.length;
}

/** One more segment; those that no longer fit into `length` leave at the front. */
export function withEntry(playlist: Playlist, entry: PlaylistEntry, length: number): Playlist {
  const all = [...playlist.entries, entry];
  const gone = all.slice(0, Math.max(0, all.length - length));
  return {
    ...playlist,
    ended: false,
    entries: all.slice(gone.length),
    sequence: playlist.sequence + gone.length,
    discontinuities: playlist.discontinuities + gone.filter(({ discontinuity }) => discontinuity).length,
  };
}

export function writePlaylist({ targetS, sequence, discontinuities, entries, ended }: Playlist): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-TARGETDURATION:${targetS}`,
    `#EXT-X-MEDIA-SEQUENCE:${sequence}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuities}`,
    ...entries.flatMap(({ name, durationS, at, discontinuity }) => [
      ...(discontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
      `#EXT-X-PROGRAM-DATE-TIME:${at.toISOString()}`,
      `#EXTINF:${durationS.toFixed(3)},`,
      name,
    ]),
    ...(ended ? ['#EXT-X-ENDLIST'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What `writePlaylist` wrote, by this engine or the one before it; null for anything else. */
export function readPlaylist(text: string): Playlist | null {
  const number = (tag: string): number =>
    Number(new RegExp(`^#EXT-X-${tag}:(\\d{1,12})$`, 'm').exec(text)?.[1]);
  const found = {
    targetS: number('TARGETDURATION'),
    sequence: number('MEDIA-SEQUENCE'),
    discontinuities: number('DISCONTINUITY-SEQUENCE'),
  };
  if (!text.startsWith('#EXTM3U\n') || Object.values(found).some((value) => !Number.isSafeInteger(value)))
    return null;
  const entry =
    /^(#EXT-X-DISCONTINUITY\n)?#EXT-X-PROGRAM-DATE-TIME:(\S+)\n#EXTINF:(\d+\.\d{3}),\n([\w-]+\.ts)$/gm;
  const entries = [...text.matchAll(entry)].map(([, discontinuity, at = '', durationS, name = '']) => ({
    name,
    durationS: Number(durationS),
    at: new Date(at),
    discontinuity: discontinuity !== undefined,
  }));
  if (entries.some(({ at }) => Number.isNaN(at.getTime()))) return null;
  return { ...found, entries, ended: text.includes('\n#EXT-X-ENDLIST\n') };
}

/**
 * The program's clock slips when the encoder cannot follow; a date further off the wall clock than this is
 * corrected.
 */
const MAX_DRIFT_MS = 500;

/**
 * Dates of pictures. Within a run they follow the pictures' own times, so that a busy moment of this process
 * does not show in them as a jump.
 */
export class WallClock {
  readonly #now: () => number;
  #anchor: { pts: number; ms: number } | null = null;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Another run of the encoder begins. */
  reset(): void {
    this.#anchor = null;
  }

  /** @param pts (90 kHz) of a picture that ended `ageMs` ago */
  dateOf(pts: number, ageMs: number): Date {
    const seenMs = this.#now() - ageMs;
    const ms = this.#anchor ? this.#anchor.ms + (ptsBetween(this.#anchor.pts, pts) * 1000) / PTS_HZ : seenMs;
    const anchorMs = Math.abs(ms - seenMs) <= MAX_DRIFT_MS ? ms : seenMs;
    this.#anchor = { pts, ms: anchorMs };
    return new Date(Math.round(anchorMs));
  }
}
