import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AppError } from '../../core/errors';
import { actorName, eventBySlug } from '../domain/access';
import { CREW_SESSION_MAX_AGE_S, openLink } from '../domain/crew/crew-links';
import { crewState } from '../domain/state/read-state';
import '../features/chat/chat.css';
import '../features/chat/moderation/moderation.css';
import '../features/phone-studio/phone-studio.css';
import '../features/host/host.css';
import { HostEntrance } from '../features/host/host-entrance';
import { HostStudio } from '../features/host/host-studio';
import { orNobody, requireRight } from '../api/actor';
import { namesFor, setCookie } from '../http/cookies';
import { formError, formText, readForm } from '../http/form';
import { asPage } from '../http/error-answer';
import type { Snapshot } from '../../contract/messages';
import type { PageHandle } from '../root';

export const handle: PageHandle = { studio: 'camera' };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.initial ? `Host · ${data.initial.state.event.title} · Touchline` : 'Host · Touchline' },
];

/**
 * The host's studio for who may publish; for everybody else a page that asks for the link, whether or not
 * there is a show.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const slug = params.slug ?? '';
    const actor = await orNobody(requireRight('host', request, context, slug));
    if (!actor) return { initial: null, name: '' };
    const event = await eventBySlug(context.services, actor, slug);
    if (event.kind !== 'show') return redirect(`/events/${event.slug}/direct`);
    const initial: Snapshot<'crew'> = {
      audience: 'crew',
      ...(await crewState(context.services, actor, event.id)),
    };
    return { initial, name: actorName(actor) };
  });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  try {
    const secret = formText(await readForm(request), 'secret');
    const opened = await openLink(context.services, secret, context.clientIp);
    if (opened.role !== 'host' || opened.slug !== params.slug) {
      throw new AppError('not_found', 'This link belongs to another event. Open it as it was sent.');
    }
    const cookie = namesFor(request, context.services.instanceId).crew(opened.slug);
    return redirect(`/events/${opened.slug}/host`, {
      headers: { 'Set-Cookie': setCookie(request, cookie, opened.sessionToken, CREW_SESSION_MAX_AGE_S) },
    });
  } catch (error) {
    return formError(error);
  }
}

export default function Host() {
  const { initial, name } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return initial ? (
    <HostStudio initial={initial} name={name} />
  ) : (
    <HostEntrance error={refused?.message ?? null} />
  );
}
