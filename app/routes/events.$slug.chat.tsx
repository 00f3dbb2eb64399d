import '../features/chat/chat.css';
import '../features/chat/moderation/moderation.css';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { actorName, eventBySlug } from '../domain/access';
import { crewState } from '../domain/state/read-state';
import { ModeratorPage } from '../features/chat/moderation/moderator-page';
import { requireRight } from '../api/actor';
import { asPage } from '../http/error-answer';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Chat · ${data.initial.state.event.title} · Touchline` : 'Touchline' },
];

/** Where a moderator's crew link leads: the program, and the chat with everything to look after it. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const actor = await requireRight('moderator', request, context, params.slug ?? '');
    const { id } = await eventBySlug(context.services, actor, params.slug ?? '');
    const snapshot = await crewState(context.services, actor, id);
    return { initial: { audience: 'crew' as const, ...snapshot }, name: actorName(actor) };
  });
}

export default function Chat() {
  const { initial, name } = useLoaderData<typeof loader>();
  return <ModeratorPage key={initial.state.event.id} initial={initial} name={name} />;
}
