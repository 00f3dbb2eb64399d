import { reportMessage } from '../domain/chat';
import { readJson } from '../http/body';
import { ChatReportBody } from '../http/chat-schemas';
import { requireViewer } from '../http/chat-speaker';
import { slugParam } from '../http/params';
import { api, noContent } from '../http/respond';

const report = api({
  POST: async ({ request, params, context }) => {
    const viewer = requireViewer(request, context);
    const { messageId } = await readJson(request, ChatReportBody);
    await reportMessage(context.services, viewer, slugParam(params.slug), messageId);
    return noContent();
  },
});

export const loader = report.loader;
export const action = report.action;
