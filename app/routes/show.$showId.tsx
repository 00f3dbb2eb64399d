import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { audienceAnswer } from '../domain/audience';
import { AudienceError } from '../audience/page/audience-error';
import { PageRoot } from '../audience/page/page-root';
import type { ShowData } from '../audience/page/page-data';
import { ShowPage } from '../audience/show-page';
import '../audience/styles/viewer.css';
import { fill } from '../audience/texts/fill';
import { textsOf } from '../audience/texts/languages';
import { cacheFor, pageWishes } from '../audience/audience-page';
import { asPage } from '../http/page';
import type { PageHandle } from '../root';

export const handle: PageHandle = { audience: 'show' };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? fill(data.texts.page.titleLive, { title: data.title }) : 'Touchline' },
];

export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => loaderHeaders;

/** A page of ours that shows a show as any other site would: by the player in a frame. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const wishes = pageWishes(request);
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
