import type { EncodingProfile } from '../../../../contract/encoding';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../../../core/encoding';
import { encodeAmf, encodeEcmaArray, type Amf } from './amf0';
import type { OutMessage } from './chunk-writer';
import type { Tag } from './tags';

/** Message types (Adobe RTMP 1.0, 5.4, 6.2 and 7.1). */
export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAcknowledgementSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  commandAmf3: 17,
  data: 18,
  command: 20,
} as const;

/** Chunk streams: 2 is protocol control's by the specification, the others as ffmpeg and OBS use them. */
const CONTROL = 2;
const COMMANDS = 3;
const SOUND = 4;
const DATA = 5;
const PICTURE = 6;

/** A protocol control message of one number. */
export function control(type: number, value: number): OutMessage {
  const body = Buffer.alloc(4);
  body.writeUInt32BE(value);
  return { chunkStream: CONTROL, type, messageStream: 0, timestamp: 0, body };
}

const PING_RESPONSE = 7;

export function pingResponse(timestamp: Buffer): OutMessage {
  const body = Buffer.concat([Buffer.from([0, PING_RESPONSE]), timestamp.subarray(0, 4)]);
  return { chunkStream: CONTROL, type: MESSAGE.userControl, messageStream: 0, timestamp: 0, body };
}

/** @param transaction 0 when no answer is wanted */
export function command(
  name: string,
  transaction: number,
  messageStream: number,
  ...values: Amf[]
): OutMessage {
  const body = encodeAmf(name, transaction, ...values);
  return { chunkStream: COMMANDS, type: MESSAGE.command, messageStream, timestamp: 0, body };
}

/**
 * onMetaData: what the program is, for servers that would rather know before they see it. Its time is always
 * zero: ffmpeg takes one with another time for subtitles.
 */
export function metadata(profile: EncodingProfile, messageStream: number): OutMessage {
  const fields = encodeEcmaArray({
    width: profile.width,
    height: profile.height,
    framerate: profile.fps,
    videocodecid: 7,
    videodatarate: profile.videoKbps,
    audiocodecid: 10,
    audiodatarate: profile.audioKbps,
    audiosamplerate: AUDIO_RATE_HZ,
    audiosamplesize: 16,
    stereo: AUDIO_CHANNELS === 2,
    encoder: 'Touchline',
  });
  const body = Buffer.concat([encodeAmf('@setDataFrame', 'onMetaData'), fields]);
  return { chunkStream: DATA, type: MESSAGE.data, messageStream, timestamp: 0, body };
}

/** A tag's picture or sound, or how its decoder is set up. */
export function media(kind: Tag['kind'], body: Buffer, messageStream: number, timestamp: number): OutMessage {
  const [chunkStream, type] = kind === 'video' ? [PICTURE, MESSAGE.video] : [SOUND, MESSAGE.audio];
  return { chunkStream, type, messageStream, timestamp, body };
}
