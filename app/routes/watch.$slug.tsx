import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { actorName } from '../domain/access/rights';
import { audienceAnswer } from '../domain/audience';
import { AudienceError } from '../features/viewer/page/AudienceError';
import { PageRoot } from '../features/viewer/page/PageRoot';
import type { WatchData } from '../features/viewer/page/page-data';
import { fill } from '../features/viewer/texts/fill';
import { textsOf } from '../features/viewer/texts/languages';
import '../features/viewer/styles/viewer.css';
import { ViewerPage } from '../features/viewer/ViewerPage';
import { crewActor } from '../http/actor';
import { cacheFor, FOR_ONE, pageWishes } from '../http/audience-page';
import { asPage } from '../http/page';
import type { PageHandle } from '../root';

export const handle: PageHandle = { audience: 'watch' };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? fill(data.texts.page.titleLive, { title: data.initial.state.event.title }) : 'Touchline' },
];

export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => loaderHeaders;

/** Anybody sees an event that is not a draft. Its crew sees the draft too, and writes in the chat as who they are. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const slug = params.slug ?? '';
    const wishes = pageWishes(request);
    const crew = await crewActor(request, context, slug);
    const { seq, state, after } = await audienceAnswer(context.services, crew, slug);
    const data: WatchData = {
      ...wishes,
      texts: textsOf(wishes.lang),
      slug: state.event.slug,
      initial: { audience: 'public', seq, state },
      after,
      crewName: crew && actorName(crew),
    };
    return json(data, { headers: { 'Cache-Control': crew ? FOR_ONE : cacheFor(state.event.status) } });
  });
}

export default function Watch() {
  const data = useLoaderData<typeof loader>();
  return (
    <PageRoot data={data}>
      <ViewerPage {...data} />
    </PageRoot>
  );
}

export const ErrorBoundary = AudienceError;
