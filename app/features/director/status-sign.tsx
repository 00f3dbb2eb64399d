import { elapsed } from '../../ui/format';
import { Shape } from '../../ui/shape';
import { useCrew } from '../crew/crew-context';

const WORDS = { draft: 'Draft', ready: 'Rehearsal', live: 'LIVE', ended: 'Ended' } as const;

/** Whether the program goes out, and since when. */
export function StatusSign() {
  const { state, now } = useCrew();
  const { status, liveSince } = state.event;
  const live = status === 'live';
  return (
    <div className="status-sign" data-live={live}>
      <Shape state={live ? 'program' : status === 'ready' ? 'preview' : 'standby'} />
      <b>{WORDS[status]}</b>
      {live ? <span className="num">{elapsed(liveSince, now)}</span> : null}
    </div>
  );
}
