import '../features/director/director.css';
import '../features/chat/chat.css';
import '../features/chat/moderation/moderation.css';
import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { actorName, eventBySlug, has } from '../domain/access';
import { destinationForms } from '../domain/destinations/destination-input';
import { AppError } from '../../core/errors';
import { joinCodes } from '../domain/events/join-codes';
import { crewState } from '../domain/state/read-state';
import { joinFacts } from '../features/crew/join-facts.server';
import { DirectorDashboard } from '../features/director/director-page';
import { requireRight } from '../api/actor';
import { asPage } from '../http/error-answer';
import { phoneLink } from '../http/origin';
import type { PageHandle } from '../root';

export const handle: PageHandle = { studio: 'director' };
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Direct · ${data.initial.state.event.title} · Touchline` : 'Touchline' },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const actor = await requireRight('assistant', request, context, params.slug ?? '');
    const { id, slug, kind } = await eventBySlug(context.services, actor, params.slug ?? '');
    if (kind === 'show') return redirect(`/events/${slug}`);
    const mayDirect = has('director', actor);
    const codes = mayDirect
      ? await joinCodes(context.services, actor, slug, context.origin).catch(nullOfConflict)
      : null;
    const snapshot = await crewState(context.services, actor, id);
    return {
      initial: { audience: 'crew' as const, ...snapshot },
      join: codes && joinFacts(codes.code, phoneLink(codes.joinUrl, context.services.env)),
      deskHref: actor.kind === 'member' ? `/events/${slug}` : null,
      forms: actor.kind === 'member' ? destinationForms() : [],
      crewName: actorName(actor),
      mayDirect,
    };
  });
}

/** Codes that this server cannot read: the program is directed all the same. */
function nullOfConflict(error: unknown): null {
  if (error instanceof AppError && error.code === 'conflict') return null;
  throw error;
}

export default function Direct() {
  const { initial, join, deskHref, forms, crewName, mayDirect } = useLoaderData<typeof loader>();
  return (
    <DirectorDashboard
      key={initial.state.event.id}
      initial={initial}
      join={join}
      deskHref={deskHref}
      forms={forms}
      crewName={crewName}
      mayDirect={mayDirect}
    />
  );
}
