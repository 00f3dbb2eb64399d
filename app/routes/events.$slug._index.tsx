import '../features/desk/desk.css';
import '../features/chat/chat.css';
import '../features/chat/moderation/moderation.css';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { actorName } from '../domain/access';
import { destinationForms } from '../domain/destinations/destination-input';
import { listLinks } from '../domain/crew/crew-links';
import { describeEvent } from '../domain/events/manage-events';
import { listRecordings } from '../domain/recordings';
import { crewState } from '../domain/state/read-state';
import { joinFacts } from '../features/crew/join-facts.server';
import { DeskPage } from '../features/desk/desk-page';
import { requireOwner } from '../api/actor';
import { asPage } from '../http/error-answer';
import { phoneLink } from '../http/origin';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Desk · ${data.initial.state.event.title} · Touchline` : 'Touchline' },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const { services, origin } = context;
    const actor = await requireOwner(request, context, params.slug ?? '');
    const event = await describeEvent(services, actor, params.slug ?? '', origin);
    return {
      initial: { audience: 'crew' as const, ...(await crewState(services, actor, event.id)) },
      createdAt: event.createdAt,
      watchUrl: event.watchUrl,
      viewers: {
        embedUrl: event.embedUrl,
        embedOrigins: event.embedOrigins,
        recordingPublic: event.recordingPublic,
      },
      join: event.joinUrl ? joinFacts(event.joinCode, phoneLink(event.joinUrl, services.env)) : null,
      hostUrl: event.hostUrl,
      links: await listLinks(services, actor, event.slug),
      recordings: await listRecordings(services, actor, event.slug, origin),
      forms: destinationForms(),
      crewName: actorName(actor),
    };
  });
}

export default function DeskRoute() {
  const data = useLoaderData<typeof loader>();
  return <DeskPage key={data.initial.state.event.id} {...data} />;
}
