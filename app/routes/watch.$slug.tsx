import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { fill } from '../../core/language';
import { actorName } from '../domain/access';
import { audienceAnswer } from '../domain/watch-page';
import { AudienceError } from '../audience/no-stream';
import { PageRoot } from '../audience/document';
import type { WatchData } from '../audience/mount/page-data';
import { textsOf } from '../audience/texts/languages';
import '../audience/audience.css';
import { WatchPage } from '../audience/watch/watch-page';
import { orNobody, requireCrew } from '../api/actor';
import { cacheFor, PRIVATE, pageOptions } from '../audience/page-options.server';
import { asPage } from '../http/error-answer';
import type { PageHandle } from '../root';

export const handle: PageHandle = { audience: 'watch' };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? fill(data.texts.page.titleLive, { title: data.initial.state.event.title }) : 'Touchline' },
];

export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => loaderHeaders;

/**
 * Anybody sees an event that is not a draft. Its crew sees the draft too, and writes in the chat as who they
 * are.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const slug = params.slug ?? '';
    const wishes = pageOptions(request);
    const crew = await orNobody(requireCrew(request, context, slug));
    const { seq, state, after } = await audienceAnswer(context.services, crew, slug);
    const data: WatchData = {
      ...wishes,
      texts: textsOf(wishes.lang),
      slug: state.event.slug,
      initial: { audience: 'public', seq, state },
      after,
      crewName: crew && actorName(crew),
    };
    return json(data, { headers: { 'Cache-Control': crew ? PRIVATE : cacheFor(state.event.status) } });
  });
}

export default function Watch() {
  const data = useLoaderData<typeof loader>();
  return (
    <PageRoot data={data}>
      <WatchPage {...data} />
    </PageRoot>
  );
}

export const ErrorBoundary = AudienceError;
