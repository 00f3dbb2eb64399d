import { testDestination } from '../domain/destinations/try-destination';
import { requireDirector } from '../http/actor';
import { readJson } from '../http/body';
import { idParam, slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { DestinationTestBody } from '../http/schemas';

const test = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireDirector(request, context, slug);
    const id = idParam(params.id);
    const { pictures } = await readJson(request, DestinationTestBody);
    return answer(await testDestination(context.services, actor, slug, id, pictures));
  },
});

export const loader = test.loader;
export const action = test.action;
