import { type ActionFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useNavigation, useSubmit } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { CrewRole } from '../../contract/vocabulary';
import { CREW_SESSION_MAX_AGE_S, openLink } from '../domain/crew/crew-links';
import { namesFor, setCookie } from '../http/cookies';
import { formError } from '../http/form';
import { Button } from '../ui/button';
import { NarrowPage } from '../ui/plain-page';
import { Notice } from '../ui/signs';

export const meta: MetaFunction = () => [{ title: 'Crew · Touchline' }];

export async function action({ request, context, params }: ActionFunctionArgs) {
  try {
    const { sessionToken, role, slug } = await openLink(
      context.services,
      params.token ?? '',
      context.clientIp,
    );
    const cookie = namesFor(request, context.services.instanceId).crew(slug);
    return redirect(screenOf(role, slug), {
      headers: { 'Set-Cookie': setCookie(request, cookie, sessionToken, CREW_SESSION_MAX_AGE_S) },
    });
  } catch (error) {
    return formError(error);
  }
}

/** Commentators get a screen of their own later; until then they can watch. */
function screenOf(role: CrewRole, slug: string): string {
  if (role === 'director') return `/events/${slug}/direct`;
  if (role === 'moderator') return `/events/${slug}/chat`;
  if (role === 'scorer') return `/events/${slug}/score`;
  return role === 'host' ? `/events/${slug}/host` : `/watch/${slug}`;
}

/**
 * Looking at the link changes nothing (mail programs look too): the page sends itself, and has a button if it
 * cannot.
 */
export default function CrewLink() {
  const error = useActionData<typeof action>();
  const busy = useNavigation().state !== 'idle';
  const submit = useSubmit();
  const sent = useRef(false);
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    submit(null, { method: 'post', replace: true });
  }, [submit]);
  return (
    <NarrowPage title={error ? 'This link does not work' : 'Opening your screen…'}>
      {error ? <Notice>{error.message}</Notice> : null}
      <Form method="post" replace className="page-title">
        <Button kind="primary" size="touch" type="submit" busy={busy}>
          {error ? 'Try again' : 'Continue'}
        </Button>
      </Form>
    </NarrowPage>
  );
}
