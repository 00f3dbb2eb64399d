import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { CrewRole } from '../../contract/vocabulary';
import { CREW_SESSION_MAX_AGE_S, openLink } from '../domain/crew/crew-links';
import { namesFor, setCookie } from '../http/cookies';
import { formError } from '../http/form';
import { Button } from '../ui/button';
import { NarrowPage } from '../ui/plain-page';
import { Notice } from '../ui/signs';

export const meta: MetaFunction = () => [{ title: 'Crew · Touchline' }];

/**
 * Opened by another site, a person presses a button first: else any page could make a visitor the director of
 * an event of its own (login CSRF). Typed, scanned or from a program, the page goes on by itself.
 */
export function loader({ request }: LoaderFunctionArgs) {
  return json({ asks: request.headers.get('Sec-Fetch-Site') === 'cross-site' });
}

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
  if (role === 'director' || role === 'assistant') return `/events/${slug}/direct`;
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
  const { asks } = useLoaderData<typeof loader>();
  const busy = useNavigation().state !== 'idle';
  const submit = useSubmit();
  const sent = useRef(false);
  useEffect(() => {
    if (sent.current || asks) return;
    sent.current = true;
    submit(null, { method: 'post', replace: true });
  }, [submit, asks]);
  return (
    <NarrowPage title={titleOf(Boolean(error), asks)}>
      {error ? <Notice>{error.message}</Notice> : null}
      {asks && !error ? <p>A link of another site leads here. Continue if you expected that.</p> : null}
      <Form method="post" replace className="page-title">
        <Button kind="primary" size="touch" type="submit" busy={busy}>
          {error ? 'Try again' : 'Continue'}
        </Button>
      </Form>
    </NarrowPage>
  );
}

function titleOf(failed: boolean, asks: boolean): string {
  if (failed) return 'This link does not work';
  return asks ? 'Open the screen of an event?' : 'Opening your screen…';
}
