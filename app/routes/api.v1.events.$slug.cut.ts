import { cut } from '../domain/switching';
import { requireDirector } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { CutBody } from '../http/schemas';

const route = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireDirector(request, context, slug);
    const body = await readJson(request, CutBody);
    return answer(await cut(context.services, actor, slug, body));
  },
});

export const loader = route.loader;
export const action = route.action;
