import { createLink, listLinks } from '../domain/crew';
import { requireOwner } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { CrewLinkBody } from '../http/schemas';

const links = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    return answer(await listLinks(context.services, actor, slug));
  },
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    const body = await readJson(request, CrewLinkBody);
    const { path, ...link } = await createLink(context.services, actor, slug, body);
    return answer({ ...link, url: context.origin + path }, 201);
  },
});

export const loader = links.loader;
export const action = links.action;
