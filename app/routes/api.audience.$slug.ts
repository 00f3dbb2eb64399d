import { audienceAnswer } from '../domain/audience';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';

/** What anybody may know of an event, as it is now. For pages of the audience that are open already. */
const audience = api({
  GET: async ({ params, context }) =>
    answer(await audienceAnswer(context.services, null, slugParam(params.slug))),
});

export const loader = audience.loader;
export const action = audience.action;
