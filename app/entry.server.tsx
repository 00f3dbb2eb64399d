import { PassThrough } from 'node:stream';
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { AudienceAssetsContext } from './audience/document';
import { NonceContext } from './nonce';

/** A loader that has not answered by then is given up: a page that says so beats a page that never ends. */
const ABORT_AFTER_MS = 8_000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  { nonce, services, audience }: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let shellSent = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <AudienceAssetsContext.Provider value={audience}>
          <RemixServer context={remix} url={request.url} abortDelay={ABORT_AFTER_MS} nonce={nonce} />
        </AudienceAssetsContext.Provider>
      </NonceContext.Provider>,
      {
        nonce,
        onShellReady() {
          shellSent = true;
          const body = new PassThrough();
          headers.set('Content-Type', 'text/html; charset=utf-8');
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
          pipe(body);
        },
        onShellError: reject,
        onError(error) {
          status = 500;
          if (shellSent) services.log.error({ err: error }, 'a page failed while it was sent');
        },
      },
    );
    setTimeout(abort, ABORT_AFTER_MS + 1_000).unref();
  });
}

/** Faults of loaders and actions; what the domain said to a person is not one of ours. */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: AppLoadContext },
) {
  // An address that is not there, or what a loader threw as an answer, is no fault.
  if (isRouteErrorResponse(error) || error instanceof Response) return;
  if (!request.signal.aborted) context.services.log.error({ err: error }, 'a page failed');
}
