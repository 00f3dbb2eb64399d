import { banAuthor } from '../domain/chat';
import { requireModerator } from '../http/actor';
import { readJson } from '../http/body';
import { ChatBanBody } from '../http/chat-schemas';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';

const bans = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireModerator(request, context, slug);
    const body = await readJson(request, ChatBanBody);
    return answer(await banAuthor(context.services, actor, slug, body), 201);
  },
});

export const loader = bans.loader;
export const action = bans.action;
