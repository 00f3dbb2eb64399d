import { initializeShow } from '../domain/shows';
import { requireMember } from '../http/actor';
import { readJson } from '../http/body';
import { answer, api } from '../http/respond';
import { InitializeBody } from '../http/schemas';

const initialize = api({
  POST: async ({ request, context }) => {
    const actor = await requireMember(request, context);
    const body = await readJson(request, InitializeBody);
    const { created, show } = await initializeShow(context.services, actor, body, context.origin);
    return answer(show, created ? 201 : 200);
  },
});

export const loader = initialize.loader;
export const action = initialize.action;
