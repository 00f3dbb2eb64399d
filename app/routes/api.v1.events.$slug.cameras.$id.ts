import { changeCamera } from '../domain/cameras';
import { requireDirector } from '../http/actor';
import { readJson } from '../http/body';
import { idParam, slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { CameraBody } from '../http/schemas';

const camera = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireDirector(request, context, slug);
    const id = idParam(params.id);
    const body = await readJson(request, CameraBody);
    return answer(await changeCamera(context.services, actor, slug, id, body));
  },
});

export const loader = camera.loader;
export const action = camera.action;
