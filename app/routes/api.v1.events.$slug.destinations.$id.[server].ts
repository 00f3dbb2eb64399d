import { chooseServer } from '../domain/destinations';
import { requireDirector } from '../http/actor';
import { readJson } from '../http/body';
import { idParam, slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { ChooseServerBody } from '../http/schemas';

const choice = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireDirector(request, context, slug);
    const id = idParam(params.id);
    const { server } = await readJson(request, ChooseServerBody);
    return answer(await chooseServer(context.services, actor, slug, id, server));
  },
});

export const loader = choice.loader;
export const action = choice.action;
