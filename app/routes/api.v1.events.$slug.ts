import { deleteEvent, updateEvent } from '../domain/events';
import { apiState } from '../domain/state/api';
import { requireCrew, requireOwner } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api, noContent } from '../http/respond';
import { UpdateEventBody } from '../http/schemas';

const event = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireCrew(request, context, slug);
    return answer(await apiState(context.services, actor, slug));
  },
  PATCH: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    const body = await readJson(request, UpdateEventBody);
    return answer(await updateEvent(context.services, actor, slug, body, context.origin));
  },
  DELETE: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    await deleteEvent(context.services, actor, slug);
    return noContent();
  },
});

export const loader = event.loader;
export const action = event.action;
