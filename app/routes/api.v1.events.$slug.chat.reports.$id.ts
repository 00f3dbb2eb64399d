import { settleReport } from '../domain/chat';
import { requireModerator } from '../http/actor';
import { idParam, slugParam } from '../http/params';
import { api, noContent } from '../http/respond';

/** The id is the message's: a moderator has looked at it and lets it stay. */
const report = api({
  DELETE: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireModerator(request, context, slug);
    await settleReport(context.services, actor, slug, idParam(params.id));
    return noContent();
  },
});

export const loader = report.loader;
export const action = report.action;
