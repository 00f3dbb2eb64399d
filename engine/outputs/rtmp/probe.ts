import type { DestinationFailure } from '../../../core/destination-state';
import type { EncodingProfile } from '../../../core/encoding';
import type { DestinationCheck } from '../../../plugins/address';
import { TsHub } from '../ts-hub';
import { failureOfCheck } from './check-failure';
import { parseIngest } from './ingest-url';
import { ProgramTags } from './program-tags';
import { RtmpPublisher } from './rtmp-publisher';

/** As on the air: from the start until the server takes the program. */
const ACCEPT_MS = 5_000;
/** Some platforms take everybody and hang up when they have looked at the key. */
const HOLD_MS = 1_500;

export interface ProbeOptions {
  url: string;
  key: string;
  encoding: EncodingProfile;
  checkAddress: (url: string) => Promise<DestinationCheck>;
}

/**
 * Goes the whole way to a server up to the point where pictures would follow, and leaves again. Sends none:
 * what a viewer of the platform sees does not change.
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
    const ingest = parseIngest(url, key);
    const check = await checkAddress(url);
    if (!check.ok) return failureOfCheck(check.reason);
    const now = () => performance.now();
    return await new Promise<DestinationFailure | null>((resolve) => {
      const done = (fault: DestinationFailure | null): void => {
        clearTimeout(timer);
        void publisher.close();
        resolve(fault);
      };
      const publisher = new RtmpPublisher(
        // Tags of a program that never begins.
        { address: check.value, ingest, tags: new ProgramTags(new TsHub()), encoding, originMs: 0, now },
        {
          onAccepted: () => {
            clearTimeout(timer);
            timer = setTimeout(() => done(null), HOLD_MS);
          },
          onLive: () => undefined,
          // To be let go after having been taken is what a wrong key looks like, not a broken line.
          onGone: (fault) => done(fault === 'dropped' ? 'rejected' : fault),
        },
      );
      let timer = setTimeout(() => done(publisher.overdue), ACCEPT_MS);
    });
  } catch (error) {
    return error instanceof RangeError ? 'forbidden-address' : 'internal';
  }
}
