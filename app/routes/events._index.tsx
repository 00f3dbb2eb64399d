import '../features/events/events.css';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { listEvents } from '../domain/events/manage-events';
import { EventCard } from '../features/events/event-card';
import { SiteHead } from '../ui/plain-page';
import { requireMember } from '../api/actor';
import { asPage } from '../http/error-answer';
import { ButtonLink } from '../ui/button';

export const meta: MetaFunction = () => [{ title: 'Events · Touchline' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const actor = await requireMember(request, context);
    const events = await listEvents(context.services, actor, context.origin);
    return {
      events: events.map(({ slug, title, status, startsAt, createdAt }) => ({
        slug,
        title,
        status,
        startsAt,
        createdAt,
      })),
    };
  });
}

export default function Events() {
  const { events } = useLoaderData<typeof loader>();
  const create = (
    <ButtonLink to="/events/new" kind="primary" size="touch" icon={<Plus className="icon" />}>
      New event
    </ButtonLink>
  );
  return (
    <div className="page">
      <SiteHead signedIn />
      <main>
        <div className="title-row">
          <h1>Events</h1>
          {events.length > 0 ? create : null}
        </div>
        {events.length > 0 ? (
          <ul className="event-list">
            {events.map((event) => (
              <EventCard key={event.slug} event={event} />
            ))}
          </ul>
        ) : (
          <section className="empty">
            <h2>No event yet</h2>
            <p>
              An event is one match, show or meeting. Create one, and its QR code makes phones its cameras.
            </p>
            {create}
          </section>
        )}
        <p className="page-more">
          For programs of your own: <a href="/docs/api">the control API</a>
        </p>
      </main>
    </div>
  );
}
