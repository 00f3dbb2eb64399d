import { Button } from '../../../ui/button';
import { dayAndTime } from '../../../ui/format';
import type { BanFacts } from './chat-commands';

/** Who may not write, until when, and by whom. */
export function BanList({ bans, onLift }: { bans: BanFacts[]; onLift: (id: string) => void }) {
  return (
    <ul className="desk-list" aria-label="Muted and banned">
      {bans.map((ban) => (
        <li key={ban.id}>
          <span className="grow">
            <b className="clip" dir="auto">
              {ban.name}
            </b>
            <small className="clip">
              {ban.until ? `muted until ${dayAndTime(ban.until)}` : 'banned'} by {ban.createdBy}
            </small>
          </span>
          <Button size="small" aria-description={ban.name} onClick={() => onLift(ban.id)}>
            {ban.until ? 'Unmute' : 'Unban'}
          </Button>
        </li>
      ))}
    </ul>
  );
}
