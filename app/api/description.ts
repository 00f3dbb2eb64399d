import { z } from 'zod';
import { namesFor } from '../http/cookies';
import { answer } from '../http/respond';
import type { Services } from '../services';
import { endpoint } from './define';
import { type Nouns, openApi } from './openapi';
import { reference } from './reference';

/** Programs that fetch it each minute cost little; a new version is known within five. */
const CACHE = 'public, max-age=300';

const made = new Map<string, ReturnType<typeof describe>>();

/** The description for programs and for the page, made once for each set of cookie names, which are two. */
export function described(request: Request, services: Pick<Services, 'instanceId'>, nouns: Nouns) {
  const cookies = namesFor(request, services.instanceId);
  const found = made.get(cookies.session) ?? describe(nouns, cookies);
  made.set(cookies.session, found);
  return found;
}

function describe(nouns: Nouns, cookies: Parameters<typeof openApi>[1]) {
  const document = openApi(nouns, cookies);
  return { document, reference: reference(nouns, document) };
}

/** The API's description of itself. @param nouns read at the call, as the table holds this row, too */
export const describing = (nouns: () => Nouns) =>
  [
    endpoint('GET /api/v1/openapi.json', {
      who: 'anyone',
      says: 'this description, OpenAPI 3.1',
      answer: z.looseObject({ openapi: z.string() }),
      does: ({ request, services }) => {
        const { document } = described(request, services, nouns());
        return Promise.resolve(answer(document, 200, { 'Cache-Control': CACHE }));
      },
    }),
  ] as const;
