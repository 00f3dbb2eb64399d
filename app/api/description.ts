import { z } from 'zod';
import { namesFor } from '../http/cookies';
import { answer } from '../http/respond';
import { endpoint } from './define';
import { type Nouns, openApi } from './openapi';

/** What fetches it each minute shall not cost anything; a new version is known within five. */
const CACHE = 'public, max-age=300';

const made = new Map<string, ReturnType<typeof openApi>>();

/** The API's description of itself. @param nouns when asked, as the table holds this row, too */
export const describing = (nouns: () => Nouns) =>
  [
    endpoint('GET /api/v1/openapi.json', {
      who: 'anyone',
      says: 'this description, OpenAPI 3.1',
      answer: z.looseObject({ openapi: z.string() }),
      does: ({ request, services }) => {
        const cookies = namesFor(request, services.instanceId);
        const document = made.get(cookies.session) ?? openApi(nouns(), cookies);
        made.set(cookies.session, document);
        return Promise.resolve(answer(document, 200, { 'Cache-Control': CACHE }));
      },
    }),
  ] as const;
