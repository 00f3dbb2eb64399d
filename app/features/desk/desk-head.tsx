import { ChevronRight } from 'lucide-react';
import { Link } from '@remix-run/react';
import { ButtonLink } from '../../ui/button';
import { dayAndTime } from '../../ui/format';
import { ThemeToggle } from '../../ui/theme-toggle';
import { useCrew } from '../crew/crew-context';

export function DeskHead({ watchUrl }: { watchUrl: string }) {
  const { state, now, link, control } = useCrew();
  const { title, slug, kind, startsAt } = state.event;
  return (
    <header className="desk-head">
      <Link to="/events" className="desk-back">
        Events
      </Link>
      <ChevronRight className="icon text-3" aria-hidden="true" />
      <h1 className="clip">{title}</h1>
      <span className="desk-when text-3 clip">{startsAt && now !== null ? dayAndTime(startsAt) : ''}</span>
      <span className="grow" />
      {link === 'offline' || !control.ok ? (
        <span className="desk-offline" role="status">
          {control.reason ?? 'No connection to the server. What you see may be old.'}
        </span>
      ) : null}
      <ThemeToggle />
      <a className="button" data-kind="surface" href={watchUrl} target="_blank" rel="noreferrer">
        Watch page
      </a>
      {kind === 'show' ? null : (
        <ButtonLink kind="surface" to={`/events/${slug}/direct`}>
          Open director
        </ButtonLink>
      )}
    </header>
  );
}
