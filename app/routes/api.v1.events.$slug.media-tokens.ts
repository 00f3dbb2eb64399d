import { directorTokens } from '../domain/media';
import { requireDirector } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { Empty } from '../http/schemas';

const tokens = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireDirector(request, context, slug);
    await readJson(request, Empty);
    return answer(await directorTokens(context.services, actor, slug, context.origin));
  },
});

export const loader = tokens.loader;
export const action = tokens.action;
