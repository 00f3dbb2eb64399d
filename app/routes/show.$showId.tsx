import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { fill } from '../../core/language';
import { audienceAnswer } from '../domain/watch-page';
import { AudienceError } from '../audience/no-stream';
import { PageRoot } from '../audience/document';
import type { ShowData } from '../audience/mount/page-data';
import { ShowPage } from '../audience/show/show-page';
import '../audience/audience.css';
import { textsOf } from '../audience/texts/languages';
import { cacheFor, pageOptions } from '../audience/page-options.server';
import { asPage } from '../http/error-answer';
import type { PageHandle } from '../root';

export const handle: PageHandle = { audience: 'show' };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? fill(data.texts.page.titleLive, { title: data.title }) : 'Touchline' },
];

export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => loaderHeaders;

/** A page of ours that shows a show as any other site would: by the player in a frame. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const wishes = pageOptions(request);
    const { state } = await audienceAnswer(context.services, null, params.showId ?? '');
    const { slug, title, status } = state.event;
    const frame = new URLSearchParams({ room: slug, lang: wishes.lang });
    if (wishes.theme) frame.set('theme', wishes.theme);
    const data: ShowData = {
      ...wishes,
      texts: textsOf(wishes.lang),
      slug,
      title,
      embedUrl: `/iframe/live?${frame.toString()}`,
    };
    return json(data, { headers: { 'Cache-Control': cacheFor(status) } });
  });
}

export default function Show() {
  const data = useLoaderData<typeof loader>();
  return (
    <PageRoot data={data}>
      <ShowPage {...data} />
    </PageRoot>
  );
}

export const ErrorBoundary = AudienceError;
