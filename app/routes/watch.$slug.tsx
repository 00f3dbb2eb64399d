import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { isRouteErrorResponse, useLoaderData, useRouteError } from '@remix-run/react';
import { watchState } from '../domain/state/watch';
import { NoStream } from '../features/viewer/NoStream';
import '../features/viewer/viewer.css';
import { ViewerPage } from '../features/viewer/ViewerPage';
import { actorFor } from '../http/actor';
import { asPage } from '../http/page';
import type { Snapshot } from '../realtime/contract';
import { ErrorPage } from '../ui/error-page';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.initial.state.event.title} · live` : 'No stream here · Touchline' },
];

/** Anybody sees an event that is not a draft; its crew sees the draft too. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const slug = params.slug ?? '';
    const actor = await actorFor(request, context, slug);
    const { seq, state } = await watchState(context.services, actor, slug);
    const initial: Snapshot<'public'> = { audience: 'public', seq, state };
    return { slug: state.event.slug, initial };
  });
}

export default function Watch() {
  const { slug, initial } = useLoaderData<typeof loader>();
  return <ViewerPage slug={slug} initial={initial} />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  return isRouteErrorResponse(error) && error.status === 404 ? <NoStream /> : <ErrorPage />;
}
