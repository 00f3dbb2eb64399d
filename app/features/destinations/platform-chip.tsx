import type { DestinationSlice } from '../../../contract/messages';
import type { PlatformFacts } from '../../../contract/destinations';
import { type SignState, StateWord } from '../../ui/signs';
import { useCrew } from '../crew/crew-context';

/**
 * The platform’s own report on the stream. `role=status` only on the word: a screen reader would read every
 * new viewer count.
 */
export function PlatformChip({ destination }: { destination: DestinationSlice }) {
  const { now } = useCrew();
  const look = now === null ? null : platformLook(destination, now);
  // The diagnosis says it already.
  const message = look && look.message !== destination.verdict ? look.message : null;
  return (
    <span className="platform-chip" hidden={look === null}>
      <span role="status">{look ? <StateWord state={look.sign}>{look.word}</StateWord> : null}</span>
      {look && look.viewers !== null ? (
        <span className="small text-2 num">{look.viewers.toLocaleString('en')} watching there</span>
      ) : null}
      {message ? <span className="small text-2">{message}</span> : null}
    </span>
  );
}

/** Platforms are polled every 30 s; an answer older than a few missed polls is not shown. */
const STALE_AFTER_MS = 3 * 60_000;

interface PlatformLook {
  sign: SignState;
  word: string;
  /** The platform’s own sentence, or why it could not be polled. */
  message: string | null;
  viewers: number | null;
}

const LOOK: Record<NonNullable<PlatformFacts['health']>, Pick<PlatformLook, 'sign' | 'word'>> = {
  good: { sign: 'ready', word: 'Arrives well' },
  poor: { sign: 'attention', word: 'Arrives with faults' },
  bad: { sign: 'attention', word: 'Viewers notice faults' },
  none: { sign: 'waiting', word: 'Not seen there yet' },
};

/** Null where the platform is not polled, gave no fresh answer, or gets nothing from us now. */
export function platformLook(
  { platform, status, enabled }: Pick<DestinationSlice, 'platform' | 'status' | 'enabled'>,
  nowMs: number,
): PlatformLook | null {
  // While nothing of ours arrives, an earlier answer says nothing about now.
  if (!platform || !enabled || (status !== 'live' && status !== 'stalled')) return null;
  if (nowMs - Date.parse(platform.at) > STALE_AFTER_MS) return null;
  const { health, message, viewers } = platform;
  if (health !== null) return { ...LOOK[health], message, viewers };
  if (message !== null) return { sign: 'attention', word: 'Not known', message, viewers };
  return viewers === null ? null : { sign: 'ready', word: 'On', message, viewers };
}
