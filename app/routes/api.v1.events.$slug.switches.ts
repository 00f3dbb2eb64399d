import { switchLog } from '../domain/logs';
import { requireCrew } from '../http/actor';
import { readQuery } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { PageQuery } from '../http/schemas';

const rows = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireCrew(request, context, slug);
    const wish = readQuery(request, PageQuery);
    return answer(await switchLog(context.services, actor, slug, wish));
  },
});

export const loader = rows.loader;
export const action = rows.action;
