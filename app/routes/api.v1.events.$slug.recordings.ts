import { listRecordings } from '../domain/recordings';
import { requireCrew } from '../http/actor';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';

const recordings = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireCrew(request, context, slug);
    return answer(await listRecordings(context.services, actor, slug, context.origin));
  },
});

export const loader = recordings.loader;
export const action = recordings.action;
