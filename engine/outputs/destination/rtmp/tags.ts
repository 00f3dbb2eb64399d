import { readAdts } from './aac';
import { decoderConfiguration, readAnnexB } from './h264';
import type { MediaUnit } from '../../ts-demuxer';

/**
 * A picture or a piece of sound as the body of an RTMP message (FLV tag without its header). Shared by all
 * outputs: never written to.
 */
export interface Tag {
  kind: 'video' | 'audio';
  /** A decoder can begin here. */
  keyframe: boolean;
  /** Media time in 90 kHz, not wrapped. */
  dts: number;
  body: Buffer;
  /**
   * The message that must have gone before it on each connection: how its decoder is set up. The same object
   * while that stays.
   */
  config: Buffer;
}

/** FLV (Adobe, version 10.1, E.4.3.1): AVC in the low bits; keyframe or not in the high ones. */
const KEYFRAME_AVC = 0x17;
const INTER_AVC = 0x27;
/** FLV E.4.2.1: AAC, always marked as 44 kHz, 16 bit, stereo; the real values are in the configuration. */
const AAC = 0xaf;
/** Signed, in three bytes. */
const MAX_OFFSET_MS = 0x7fffff;
const SEQUENCE_HEADER = 0;
const MEDIA = 1;

/** Makes tags of the program's units; remembers how its decoders are set up. */
export class TagMaker {
  #sps: Buffer | null = null;
  #pps: Buffer | null = null;
  #videoConfig: Buffer | null = null;
  #audioConfig: Buffer | null = null;

  /** @returns none for a picture before the first keyframe */
  make(unit: MediaUnit): Tag[] {
    return unit.kind === 'video' ? this.#video(unit) : this.#audio(unit);
  }

  #video({ data, pts, dts }: MediaUnit): Tag[] {
    const { keyframe, units, sps, pps } = readAnnexB(data);
    this.#sps = sps ?? this.#sps;
    this.#pps = pps ?? this.#pps;
    if ((sps || pps) && this.#sps && this.#pps) {
      const record = decoderConfiguration(this.#sps, this.#pps);
      this.#videoConfig = same(this.#videoConfig, [KEYFRAME_AVC, SEQUENCE_HEADER, 0, 0, 0], record);
    }
    if (!this.#videoConfig || units.length === 0) return [];
    const offsetMs = Math.min(MAX_OFFSET_MS, Math.round((pts - dts) / 90));
    const head = Buffer.from([keyframe ? KEYFRAME_AVC : INTER_AVC, MEDIA, 0, 0, 0]);
    head.writeIntBE(offsetMs, 2, 3);
    return [
      { kind: 'video', keyframe, dts, body: Buffer.concat([head, ...units]), config: this.#videoConfig },
    ];
  }

  #audio({ data, dts }: MediaUnit): Tag[] {
    const tags: Tag[] = [];
    let at = dts;
    for (const frame of readAdts(data)) {
      this.#audioConfig = same(this.#audioConfig, [AAC, SEQUENCE_HEADER], frame.config);
      const body = Buffer.concat([Buffer.from([AAC, MEDIA]), frame.data]);
      tags.push({ kind: 'audio', keyframe: false, dts: at, body, config: this.#audioConfig });
      at += frame.duration;
    }
    return tags;
  }
}

/** The message that is there already, if nothing changed. */
function same(before: Buffer | null, head: number[], rest: Buffer): Buffer {
  const now = Buffer.concat([Buffer.from(head), rest]);
  return before?.equals(now) ? before : now;
}
