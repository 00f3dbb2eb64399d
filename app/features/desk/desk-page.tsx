import { Link, useNavigate, useRevalidator } from '@remix-run/react';
import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { EventStatus } from '../../../contract/vocabulary';
import { Button, ButtonLink } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { dayAndTime } from '../../ui/format';
import { ThemeToggle } from '../../ui/plain-page';
import { CrewProvider, useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/commands';
import type { Editing } from '../destinations/destination-form';
import { DestinationList } from '../destinations/destination-list';
import { CrewLinks } from './crew-links';
import { CamerasSection, ConnectCard, HostCard, PrintSheet } from './desk-cameras';
import { ChatSection, ScoreSection, ViewersSection } from './desk-audience';
import type { DeskData } from './desk-data';
import { LogSection, RecordingsSection, StatisticsSection } from './desk-results';
import { eventSteps, EventSteps } from './event-steps';
import { preflight } from './preflight/preflight';
import { PreflightCard } from './preflight/preflight-card';

/** The creator’s page of one event: it shows at each step what to do next. */
export function DeskPage(props: DeskData) {
  return (
    <CrewProvider initial={props.initial}>
      <DeskSections {...props} />
    </CrewProvider>
  );
}

/** Everything on the page, from what the CrewProvider above it knows. */
export function DeskSections({
  createdAt,
  watchUrl,
  viewers,
  join,
  hostUrl,
  links,
  recordings,
  forms,
  crewName,
}: Omit<DeskData, 'initial'>) {
  const { state, telemetry, now } = useCrew();
  const [editing, setEditing] = useState<Editing>(null);
  useFreshRecordings(state.event.status);
  const kindOf = (plugin: string) => forms.find((form) => form.id === plugin) ?? null;
  const checks = preflight({ state, telemetry, kindOf });
  const editKey = (id: string) => {
    const destination = state.destinations.find((one) => one.id === id);
    if (destination) setEditing({ what: 'key', destination });
  };
  const facts = { createdAt: now === null ? '' : dayAndTime(createdAt), recordings: recordings.length };
  return (
    <>
      <div className="desk">
        <DeskHead watchUrl={watchUrl} />
        <EventSteps steps={eventSteps(state, checks, facts)} />
        <main className="desk-columns">
          <div className="desk-left">
            {state.event.kind === 'match' ? <ConnectCard join={join} /> : <HostCard hostUrl={hostUrl} />}
            <CrewLinks links={links} />
          </div>
          <div className="desk-middle">
            <CamerasSection />
            <DestinationList forms={forms} editing={editing} onEdit={setEditing} />
            <ScoreSection />
            <StatisticsSection />
            <ViewersSection {...viewers} />
            <RecordingsSection recordings={recordings} />
            <ChatSection crewName={crewName} />
            <LogSection />
            <DeleteSection />
          </div>
          <PreflightCard checks={checks} onKey={editKey} />
        </main>
      </div>
      {join ? <PrintSheet title={state.event.title} join={join} /> : null}
    </>
  );
}

/** Download addresses of recordings expire after minutes: read again well before. */
const FRESH_MS = 4 * 60_000;

/**
 * Recordings are loader data, not state: read again when the event goes on or off the air, and before their
 * addresses expire.
 */
function useFreshRecordings(status: EventStatus): void {
  const { revalidate } = useRevalidator();
  const seen = useRef(status);
  useEffect(() => {
    if (seen.current !== status) revalidate();
    seen.current = status;
    const timer = setInterval(revalidate, FRESH_MS);
    return () => clearInterval(timer);
  }, [status, revalidate]);
}

function DeskHead({ watchUrl }: { watchUrl: string }) {
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

function DeleteSection() {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = () =>
    void run('delete', commands.deleteEvent).then((done) => {
      setAsking(false);
      if (done) navigate('/events');
    });
  if (state.event.status === 'live') return null;
  return (
    <section className="delete-part">
      <Button kind="surface" onClick={() => setAsking(true)}>
        Delete event…
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Delete ${state.event.title}?`}
        confirm="Delete event"
        cancel="Keep it"
        busy={busy.has('delete')}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        Its cameras, keys, links, recordings and log are deleted. This cannot be taken back.
      </ConfirmDialog>
    </section>
  );
}
