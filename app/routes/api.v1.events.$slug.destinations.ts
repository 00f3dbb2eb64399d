import { createDestination, listDestinations } from '../domain/destinations';
import { DESTINATIONS } from '../../plugins';
import { requireCrew, requireOwner } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { CreateDestinationBody } from '../http/schemas';

const destinations = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireCrew(request, context, slug);
    return answer(await listDestinations(context.services, actor, slug));
  },
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    const body = await readJson(request, CreateDestinationBody);
    const label = body.label ?? DESTINATIONS[body.plugin].label;
    return answer(await createDestination(context.services, actor, slug, { ...body, label }), 201);
  },
});

export const loader = destinations.loader;
export const action = destinations.action;
