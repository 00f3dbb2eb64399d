import { limitKey } from '../../core/address';
import { LIMITS } from '../config/limits';
import { audienceAnswer } from '../domain/audience';
import { takeLimit } from '../domain/limits';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';

/** What anybody may know of an event, as it is now. For pages of the audience that are open already. */
const audience = api({
  GET: async ({ params, context }) => {
    const { services, clientIp } = context;
    await takeLimit(services, limitKey(clientIp), LIMITS.audiencePerMinute);
    return answer(await audienceAnswer(services, null, slugParam(params.slug)));
  },
});

export const loader = audience.loader;
export const action = audience.action;
