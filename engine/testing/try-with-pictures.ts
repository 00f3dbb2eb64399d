import type { DestinationFailure } from '../../core/destination-state';
import type { EncodingProfile } from '../../core/encoding';
import type { DestinationCheck } from '../../plugins/address';
import { destinationOutput } from '../outputs/destination-output';
import { ProgramTags } from '../outputs/rtmp/program-tags';
import { startSlateProgram } from '../outputs/slate-program';
import type { DesiredDestination, OutputStatus } from '../types';

/** Long enough that a line which is too slow shows, and that a platform looks at what it gets. */
const SEND_MS = 10_000;
/** The encoder's first picture, the connection's own limits, and the pictures. */
const LIMIT_MS = SEND_MS + 12_000;
/** Who takes pictures and lets go so soon means the key. */
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
  fault: DestinationFailure | null;
  /** What it took, kbit/s. */
  kbps: number;
}

/**
 * Sends ten seconds of slate by the code that runs on the air, once: the first fault is the answer. Never
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
  const hear = ({ state }: OutputStatus): void => {
    if (state === 'live' && sendingSinceMs === null) {
      sendingSinceMs = performance.now();
      onSending();
    }
    if (state === 'reconnecting' || state === 'failed') end({ fault: faultOf(), kbps: 0 });
  };
  const output = destinationOutput(
    // The first server of the two, or the one that comes first now: what the show would begin with.
    { ...destination, ...chosenServer(destination) },
    {
      ...{
        hub: slate.hub,
        tags: new ProgramTags(slate.hub),
        encoding,
        originMs: 0,
        ffmpegPath,
        checkAddress,
      },
      onStatus: hear,
    },
  );
  const faultOf = (): DestinationFailure => {
    const { fault } = output.health();
    const lasted = sendingSinceMs === null ? Infinity : performance.now() - sendingSinceMs;
    return fault === 'dropped' && lasted < LETS_GO_MS ? 'rejected' : (fault ?? 'internal');
  };
  const looks = setInterval(() => {
    if (limit.aborted) end({ fault: sendingSinceMs === null ? 'internal' : 'timeout', kbps: 0 });
    // The way is open only when there is something to send: what waits for the encoder is not the server's
    // fault.
    else if (output.health().state === 'off' && slate.hub.primePts !== null) output.start();
    else if (sendingSinceMs !== null && performance.now() - sendingSinceMs >= SEND_MS) {
      end({
        fault: output.health().fault,
        kbps: Math.round((output.status().bytes * 8) / (performance.now() - sendingSinceMs)),
      });
    }
  }, LOOK_EVERY_MS);
  const tried = await ended;
  clearInterval(looks);
  await Promise.all([output.stop(), slate.stop()]).catch(() => undefined);
  return tried;
}

function chosenServer({
  url,
  backupUrl,
  server,
}: DesiredDestination): Pick<DesiredDestination, 'url' | 'backupUrl'> {
  return { url: server === 'backup' && backupUrl ? backupUrl : url, backupUrl: null };
}
