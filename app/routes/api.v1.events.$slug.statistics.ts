import { eventStatistics } from '../domain/statistics';
import { requireCrew } from '../http/actor';
import { readQuery } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { StatisticsQuery } from '../http/schemas';

const statistics = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireCrew(request, context, slug);
    const { run } = readQuery(request, StatisticsQuery);
    return answer(await eventStatistics(context.services, actor, slug, run));
  },
});

export const loader = statistics.loader;
export const action = statistics.action;
