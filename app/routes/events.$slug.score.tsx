import '../features/score/scorer/scorer.css';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { eventBySlug } from '../domain/access';
import { scoreEvents } from '../domain/score-events';
import { crewState } from '../domain/state/read-state';
import { ScorerPage } from '../features/score/scorer/scorer-page';
import { requireRight } from '../api/actor';
import { asPage } from '../http/error-answer';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Score · ${data.initial.state.event.title} · Touchline` : 'Touchline' },
];

/** Where a scorer's crew link leads. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const actor = await requireRight('scorer', request, context, params.slug ?? '');
    const { id, slug } = await eventBySlug(context.services, actor, params.slug ?? '');
    const [snapshot, list] = await Promise.all([
      crewState(context.services, actor, id),
      scoreEvents(context.services, actor, slug, -1),
    ]);
    const desk = { href: `/events/${slug}`, label: 'Desk' };
    const direct = { href: `/events/${slug}/direct`, label: 'Direct' };
    // Where scorers write in the chat.
    const watch = { href: `/watch/${slug}`, label: 'Watch' };
    const back = actor.kind === 'member' ? desk : actor.role === 'director' ? direct : watch;
    return { initial: { audience: 'crew' as const, ...snapshot }, list, back };
  });
}

export default function Score() {
  const { initial, list, back } = useLoaderData<typeof loader>();
  return <ScorerPage key={initial.state.event.id} initial={initial} list={list} back={back} />;
}
