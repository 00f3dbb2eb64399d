import { findDestinationById, removeDestination, updateDestination } from '../domain/destinations';
import { requireCrew, requireOwner } from '../http/actor';
import { readJson } from '../http/body';
import { idParam, slugParam } from '../http/params';
import { answer, api, noContent } from '../http/respond';
import { UpdateDestinationBody } from '../http/schemas';

const destination = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireCrew(request, context, slug);
    return answer(await findDestinationById(context.services, actor, slug, idParam(params.id)));
  },
  PATCH: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    const id = idParam(params.id);
    const body = await readJson(request, UpdateDestinationBody);
    return answer(await updateDestination(context.services, actor, slug, id, body));
  },
  DELETE: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    await removeDestination(context.services, actor, slug, idParam(params.id));
    return noContent();
  },
});

export const loader = destination.loader;
export const action = destination.action;
