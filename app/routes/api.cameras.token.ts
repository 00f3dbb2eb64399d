import { cameraToken } from '../domain/cameras';
import { requireCamera } from '../http/actor';
import { readJson } from '../http/body';
import { answer, api } from '../http/respond';
import { Empty } from '../http/schemas';

const token = api({
  POST: async ({ request, context }) => {
    const phone = await requireCamera(request, context);
    await readJson(request, Empty);
    const given = await cameraToken(context.services, phone, context.origin);
    return given ? answer(given) : answer({ state: 'waiting' }, 202, { 'Retry-After': '3' });
  },
});

export const loader = token.loader;
export const action = token.action;
