import { changeProgram } from '../domain/switching';
import { requireDirector } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { ProgramBody } from '../http/schemas';

const program = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireDirector(request, context, slug);
    const body = await readJson(request, ProgramBody);
    return answer(await changeProgram(context.services, actor, slug, body));
  },
});

export const loader = program.loader;
export const action = program.action;
