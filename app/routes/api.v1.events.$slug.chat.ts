import { changeChat, chatOverview, deleteChat } from '../domain/chat';
import { requireModerator, requireOwner } from '../http/actor';
import { readJson } from '../http/body';
import { ChatSettingsBody } from '../http/chat-schemas';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';

const chat = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireModerator(request, context, slug);
    return answer(await chatOverview(context.services, actor, slug));
  },
  PATCH: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireModerator(request, context, slug);
    await changeChat(context.services, actor, slug, await readJson(request, ChatSettingsBody));
    return answer(await chatOverview(context.services, actor, slug));
  },
  DELETE: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    return answer({ deleted: await deleteChat(context.services, actor, slug) });
  },
});

export const loader = chat.loader;
export const action = chat.action;
