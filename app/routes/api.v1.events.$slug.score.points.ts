import { countPoint } from '../domain/score';
import { requireScorer } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { PointBody } from '../http/score-schemas';

const points = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireScorer(request, context, slug);
    return answer(await countPoint(context.services, actor, slug, await readJson(request, PointBody)));
  },
});

export const loader = points.loader;
export const action = points.action;
