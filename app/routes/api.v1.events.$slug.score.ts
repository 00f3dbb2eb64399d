import { eventScore, nameSides, progress, removeScore } from '../domain/score';
import { requireCrew, requireScorer } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api, noContent } from '../http/respond';
import { ProgressBody, SidesBody } from '../http/score-schemas';

const score = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireCrew(request, context, slug);
    return answer(await eventScore(context.services, actor, slug));
  },
  PUT: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireScorer(request, context, slug);
    return answer(await nameSides(context.services, actor, slug, await readJson(request, SidesBody)));
  },
  PATCH: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireScorer(request, context, slug);
    return answer(await progress(context.services, actor, slug, await readJson(request, ProgressBody)));
  },
  DELETE: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireScorer(request, context, slug);
    await removeScore(context.services, actor, slug);
    return noContent();
  },
});

export const loader = score.loader;
export const action = score.action;
