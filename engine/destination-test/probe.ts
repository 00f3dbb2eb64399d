import type { EncodingProfile } from '../../contract/encoding';
import type { DestinationFailure } from '../../core/destination-state';
import type { DestinationCheck } from '../../plugins/address';
import { failureOfCheck } from '../outputs/destination/explain';
import { connectByProtocol } from '../outputs/destination/protocols';
import { ProgramTags } from '../outputs/destination/rtmp/program-tags';
import { TsHub } from '../outputs/ts-hub';

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
