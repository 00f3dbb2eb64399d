import { createEvent, listEvents } from '../domain/events';
import { requireMember } from '../http/actor';
import { readJson } from '../http/body';
import { answer, api } from '../http/respond';
import { CreateEventBody } from '../http/schemas';

const events = api({
  GET: async ({ request, context }) => {
    const actor = await requireMember(request, context);
    return answer(await listEvents(context.services, actor, context.origin));
  },
  POST: async ({ request, context }) => {
    const actor = await requireMember(request, context);
    const body = await readJson(request, CreateEventBody);
    return answer(await createEvent(context.services, actor, body, context.origin), 201);
  },
});

export const loader = events.loader;
export const action = events.action;
