import { LIMITS } from '../config/limits';
import { hearWebhook } from '../domain/rooms';
import { readText } from '../http/body';
import { api, noContent } from '../http/respond';

const webhook = api({
  POST: async ({ request, context }) => {
    // The signature is over the raw bytes, so the body is read as text and not as JSON.
    const body = await readText(request, LIMITS.webhookBytes);
    await hearWebhook(context.services, body, request.headers.get('Authorization'));
    return noContent();
  },
});

export const loader = webhook.loader;
export const action = webhook.action;
