import { checkCode } from '../domain/cameras';
import { readJson } from '../http/body';
import { answer, api } from '../http/respond';
import { JoinKeyBody } from '../http/schemas';

const check = api({
  POST: async ({ request, context }) => {
    const key = await readJson(request, JoinKeyBody);
    return answer(await checkCode(context.services, key, context.clientIp));
  },
});

export const loader = check.loader;
export const action = check.action;
