import { chatHistory, sendMessage } from '../domain/chat';
import { actorFor } from '../http/actor';
import { readJson, readQuery } from '../http/body';
import { ChatHistoryQuery, ChatSendBody } from '../http/chat-schemas';
import { speakerFor } from '../http/chat-speaker';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';

/** What viewers read and write. Crew read drafts too, and write by their own rights. */
const chat = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const { before } = readQuery(request, ChatHistoryQuery);
    const { services } = context;
    const asViewer = () => chatHistory(services, { kind: 'viewer' }, slug, before);
    const carriesRights = request.headers.has('Cookie') || request.headers.has('Authorization');
    if (!carriesRights) return answer(await asViewer());
    const actor = await actorFor(request, context, slug);
    const page = actor && (await chatHistory(services, actor, slug, before).catch(() => null));
    return answer(page ?? (await asViewer()));
  },
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const speaker = await speakerFor(request, context, slug);
    const body = await readJson(request, ChatSendBody);
    return answer(await sendMessage(context.services, speaker, slug, body), 201);
  },
});

export const loader = chat.loader;
export const action = chat.action;
