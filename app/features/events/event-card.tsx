import { Link } from '@remix-run/react';
import type { EventStatus } from '../../../contract/vocabulary';
import { useNow } from '../../ui/clock';
import { dayAndTime } from '../../ui/format';
import { type SignState, StateWord } from '../../ui/signs';

export interface EventFacts {
  slug: string;
  title: string;
  status: EventStatus;
  startsAt: string | null;
  createdAt: string;
}

const STATUS: Record<EventFacts['status'], { sign: SignState; word: string }> = {
  draft: { sign: 'standby', word: 'Draft' },
  ready: { sign: 'ready', word: 'Ready' },
  live: { sign: 'program', word: 'LIVE' },
  ended: { sign: 'standby', word: 'Ended' },
};

export function EventCard({ event }: { event: EventFacts }) {
  // Dates in this browser’s time zone, which the server does not know.
  const ready = useNow(60_000) !== null;
  const { sign, word } = STATUS[event.status];
  const when = event.startsAt ? dayAndTime(event.startsAt) : `created ${dayAndTime(event.createdAt)}`;
  return (
    <li>
      <Link to={`/events/${event.slug}`} className="event-card">
        <span className="grow">
          <b className="clip">{event.title}</b>
          <small className="clip">{ready ? when : ''}</small>
        </span>
        <StateWord state={sign} filled={event.status === 'live' ? 'full' : undefined}>
          {word}
        </StateWord>
      </Link>
    </li>
  );
}
