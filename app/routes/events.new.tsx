import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { createEvent } from '../domain/events/manage-events';
import { NewEventForm } from '../features/events/new-event-form';
import { SiteHead } from '../ui/plain-page';
import { requireMember } from '../api/actor';
import { formError, readForm, readNewEvent } from '../http/form';
import { asPage } from '../http/error-answer';

export const meta: MetaFunction = () => [{ title: 'New event · Touchline' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    await requireMember(request, context);
    return { watchPrefix: `${new URL(context.origin).host}/watch/` };
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await asPage(request, () => requireMember(request, context));
  try {
    const wish = readNewEvent(await readForm(request));
    const event = await createEvent(context.services, actor, wish, context.origin);
    return redirect(`/events/${event.slug}`);
  } catch (error) {
    return formError(error);
  }
}

export default function NewEvent() {
  const { watchPrefix } = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>() ?? null;
  return (
    <div className="page" data-narrow="true">
      <SiteHead signedIn />
      <main>
        <div className="page-title">
          <p>
            <Link to="/events">Events</Link>
          </p>
          <h1>New event</h1>
        </div>
        <NewEventForm watchPrefix={watchPrefix} error={error} />
      </main>
    </div>
  );
}
