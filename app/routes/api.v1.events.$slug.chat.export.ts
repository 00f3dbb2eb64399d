import { exportChat } from '../domain/chat';
import { requireOwner } from '../http/actor';
import { readQuery } from '../http/body';
import { ChatExportQuery } from '../http/chat-schemas';
import { slugParam } from '../http/params';
import { api } from '../http/respond';
import { download } from '../http/download';

const file = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    const { format } = readQuery(request, ChatExportQuery);
    return download(await exportChat(context.services, actor, slug, format), `${slug}-chat.${format}`);
  },
});

export const loader = file.loader;
export const action = file.action;
