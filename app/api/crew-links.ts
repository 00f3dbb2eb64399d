import { z } from 'zod';
import { CREW_ROLES } from '../../contract/vocabulary';
import { line } from '../../core/text';
import { createLink, listLinks, revokeLink } from '../domain/crew/crew-links';
import { endpoint } from './define';
import { moment, time } from './fields';

const role = z.enum(CREW_ROLES);

const CrewLinkBody = z.strictObject({
  role,
  label: line(60).optional(),
  expiresAt: time.nullable().optional(),
});

const CrewLink = z
  .object({
    id: z.uuid(),
    role,
    label: z.string(),
    createdAt: moment,
    openedAt: moment.nullable(),
    expiresAt: moment.nullable(),
    revokedAt: moment.nullable(),
  })
  .meta({ id: 'crewLink' });

export const crewLinks = [
  endpoint('GET /api/v1/events/:slug/crew-links', {
    who: 'owner',
    says: '`[{id, role, label, createdAt, openedAt, expiresAt, revokedAt}]`',
    answer: z.array(CrewLink),
    does: ({ services, actor, slug }) => listLinks(services, actor, slug),
  }),
  endpoint('POST /api/v1/events/:slug/crew-links', {
    who: 'owner',
    says: 'the same and `url`, returned only here',
    body: CrewLinkBody,
    answer: CrewLink.extend({ url: z.string() }).meta({ id: 'newCrewLink' }),
    status: 201,
    fails: ['conflict'],
    does: async ({ services, actor, slug, body, origin }) => {
      const { path, ...link } = await createLink(services, actor, slug, body);
      return { ...link, url: origin + path };
    },
  }),
  endpoint('DELETE /api/v1/events/:slug/crew-links/:id', {
    who: 'owner',
    says: 'everyone who came by it is signed out',
    answer: null,
    does: ({ services, actor, slug, id }) => revokeLink(services, actor, slug, id),
  }),
] as const;
