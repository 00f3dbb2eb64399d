import type { EncodingProfile } from '../../contract/encoding';
import type { DestinationFailure } from '../../core/destination-state';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import type { DestinationCheck } from '../../plugins/address';
import { Encoder } from '../encoder/encoder';
import { drawSlate } from '../mixer/slate';
import { failureOfCheck } from '../outputs/destination/connection';
import { connectByProtocol } from '../outputs/destination/protocols';
import { ProgramTags } from '../outputs/destination/rtmp/program-tags';
import { DestinationSupervisor } from '../outputs/destination/supervisor';
import { TsHub } from '../outputs/ts-hub';
import type { DesiredDestination, OutputStatus } from '../types';

/** As on the air: from the start until the server takes the program. */
const ACCEPT_MS = 5_000;
/** Some platforms accept everyone and hang up once they have checked the key. */
const HOLD_MS = 1_500;

export interface ProbeOptions {
  url: string;
  key: string;
  encoding: EncodingProfile;
  checkAddress: (url: string) => Promise<DestinationCheck>;
}

/**
 * Connects up to the point where pictures would follow, and disconnects. Sends none: viewers of the platform
 * see no change.
 *
 * @returns what is wrong, or null when the server would take the program; never throws, and takes at most ten
 * seconds
 */
export async function probe({
  url,
  key,
  encoding,
  checkAddress,
}: ProbeOptions): Promise<DestinationFailure | null> {
  try {
    const check = await checkAddress(url);
    if (!check.ok) return failureOfCheck(check);
    // A program that never begins.
    const hub = new TsHub();
    const program = { hub, tags: new ProgramTags(hub), encoding, originMs: 0 };
    return await new Promise<DestinationFailure | null>((resolve) => {
      const done = (failure: DestinationFailure | null): void => {
        clearTimeout(timer);
        void connection.close();
        resolve(failure);
      };
      const connection = connectByProtocol(
        { address: check.value, url, key, program, now: () => performance.now() },
        {
          onAccepted: () => {
            clearTimeout(timer);
            timer = setTimeout(() => done(null), HOLD_MS);
          },
          onLive: () => undefined,
          // To be disconnected after being accepted is what a wrong key looks like, not a broken line.
          onGone: (failure) => done(failure === 'dropped' ? 'rejected' : failure),
        },
      );
      let timer = setTimeout(() => done(connection.overdue), ACCEPT_MS);
    });
  } catch (error) {
    return error instanceof RangeError ? 'forbidden-address' : 'internal';
  }
}

/** Long enough that a slow line shows, and that a platform checks what it gets. */
const SEND_MS = 10_000;
/** The encoder's first picture, the connection's own limits, and the pictures. */
const LIMIT_MS = SEND_MS + 12_000;
/** A server that takes pictures and disconnects so soon refuses the key. */
const LETS_GO_MS = 3_000;
const LOOK_EVERY_MS = 100;

export interface TryOptions {
  title: string;
  encoding: EncodingProfile;
  ffmpegPath: string;
  checkAddress: (url: string) => Promise<DestinationCheck>;
  /** The first picture is on its way. */
  onSending: () => void;
  /** Ends it at once. */
  signal: AbortSignal;
}

export interface Tried {
  /** Null: the server took the pictures. */
  failure: DestinationFailure | null;
  /** What it took, kbit/s. */
  kbps: number;
}

/**
 * Sends ten seconds of slate with the code that runs on the air, once: the first failure is the answer. Never
 * throws.
 */
export async function tryWithPictures(
  destination: DesiredDestination,
  { title, encoding, ffmpegPath, checkAddress, onSending, signal }: TryOptions,
): Promise<Tried> {
  const slate = startSlateProgram({ title, profile: encoding, ffmpegPath });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  let end: (tried: Tried) => void = () => undefined;
  const ended = new Promise<Tried>((resolve) => (end = resolve));
  let sendingSinceMs: number | null = null;
  const onStatus = ({ state }: OutputStatus): void => {
    if (state === 'live' && sendingSinceMs === null) {
      sendingSinceMs = performance.now();
      onSending();
    }
    if (state === 'reconnecting' || state === 'failed') end({ failure: failureNow(), kbps: 0 });
  };
  const { url, backupUrl, server } = destination;
  const { hub } = slate;
  const output = new DestinationSupervisor(
    // Only the server that the show would begin with.
    { ...destination, url: server === 'backup' && backupUrl ? backupUrl : url, backupUrl: null },
    {
      program: { hub, tags: new ProgramTags(hub), encoding, originMs: 0 },
      checkAddress,
      ffmpegPath,
      onStatus: onStatus,
    },
  );
  const failureNow = (): DestinationFailure => {
    const { failure } = output.health();
    const lasted = sendingSinceMs === null ? Infinity : performance.now() - sendingSinceMs;
    return failure === 'dropped' && lasted < LETS_GO_MS ? 'rejected' : (failure ?? 'internal');
  };
  const looks = setInterval(() => {
    if (limit.aborted) end({ failure: sendingSinceMs === null ? 'internal' : 'timeout', kbps: 0 });
    // Not before there is something to send: waiting for the encoder would count against the server.
    else if (output.health().state === 'off' && hub.primePts !== null) output.start();
    else if (sendingSinceMs !== null && performance.now() - sendingSinceMs >= SEND_MS) {
      end({
        failure: output.health().failure,
        kbps: Math.round((output.status().bytes * 8) / (performance.now() - sendingSinceMs)),
      });
    }
  }, LOOK_EVERY_MS);
  const tried = await ended;
  clearInterval(looks);
  await Promise.all([output.stop(), slate.stop()]).catch(() => undefined);
  return tried;
}

const TICK_MS = 10;

/**
 * A program of one still picture and silence, through an encoder of its own: what a destination is tried with
 * before the show.
 */
export interface SlateProgram {
  hub: TsHub;
  stop(): Promise<void>;
}

/** @param profile as the show will be encoded, so that the line is tested with its bitrate */
export function startSlateProgram(options: {
  title: string;
  profile: EncodingProfile;
  ffmpegPath?: string;
}): SlateProgram {
  const { profile, title, ffmpegPath } = options;
  const { width, height, fps } = profile;
  const hub = new TsHub();
  const encoder = new Encoder({
    profile,
    ffmpegPath,
    givesWay: true,
    onTs: (chunk) => hub.push(chunk),
    onRun: () => hub.beginRun(),
  });
  const picture = drawSlate(title, width, height);
  const silence = new Int16Array((AUDIO_RATE_HZ / fps) * AUDIO_CHANNELS);
  encoder.start();
  let tick = 0;
  /** Moves when the encoder refuses, like the origin of the mixer's clock. */
  let originMs = performance.now();
  const timer = setInterval(() => {
    while (tick <= ((performance.now() - originMs) * fps) / 1000) {
      if (!encoder.writePicture(picture, tick)) {
        originMs = performance.now() - (tick * 1000) / fps;
        return;
      }
      encoder.writeSound(silence, tick);
      tick++;
    }
  }, TICK_MS);
  return {
    hub,
    stop: async () => {
      clearInterval(timer);
      await encoder.stop();
    },
  };
}
