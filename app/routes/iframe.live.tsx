import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { audienceAnswer, embedOrigins } from '../domain/watch-page';
import { EmbedPage } from '../audience/embed/embed-page';
import { AudienceError } from '../audience/no-stream';
import { PageRoot } from '../audience/document';
import type { EmbedData } from '../audience/mount/page-data';
import '../audience/audience.css';
import { textsOf } from '../audience/texts/languages';
import { cacheFor, embedPolicy, pageOptions } from '../audience/page-options.server';
import { asPage } from '../http/error-answer';
import type { PageHandle } from '../root';

export const handle: PageHandle = { audience: 'embed' };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? data.initial.state.event.title : 'Touchline' },
];

export const headers = ({
  loaderHeaders,
  errorHeaders,
}: {
  loaderHeaders: Headers;
  errorHeaders?: Headers;
}) => errorHeaders ?? loaderHeaders;

/** The embeddable player. Nobody is known here: a frame of another site gets no cookie. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const room = asked.get('room') ?? '';
  return asPage(request, async () => {
    const wishes = pageOptions(request);
    const { seq, state, after } = await audienceAnswer(context.services, null, room);
    const data: EmbedData = {
      ...wishes,
      texts: textsOf(wishes.lang),
      slug: state.event.slug,
      initial: { audience: 'public', seq, state },
      after,
      chat: chatWish(asked.get('chat')),
    };
    const origins = await embedOrigins(context.services, room);
    const policy = { 'Content-Security-Policy': embedPolicy(context, origins) };
    return json(data, { headers: { ...policy, 'Cache-Control': cacheFor(state.event.status) } });
  }).catch((refused: unknown) => {
    // Where there is nothing to see, anybody's frame may say so.
    if (refused instanceof Response) refused.headers.set('Content-Security-Policy', embedPolicy(context, []));
    throw refused;
  });
}

function chatWish(asked: string | null): EmbedData['chat'] {
  return asked === 'off' || asked === 'hidden' ? asked : 'auto';
}

export default function Live() {
  const data = useLoaderData<typeof loader>();
  return (
    <PageRoot data={data}>
      <EmbedPage {...data} />
    </PageRoot>
  );
}

export const ErrorBoundary = AudienceError;
