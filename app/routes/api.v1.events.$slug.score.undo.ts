import { undoPoint } from '../domain/score';
import { requireScorer } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { UndoBody } from '../http/score-schemas';

const undo = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireScorer(request, context, slug);
    return answer(await undoPoint(context.services, actor, slug, await readJson(request, UndoBody)));
  },
});

export const loader = undo.loader;
export const action = undo.action;
