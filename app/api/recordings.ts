import { z } from 'zod';
import { listRecordings, recordingFile } from '../domain/recordings';
import { fileAnswer } from '../http/file';
import { endpoint } from './define';
import { moment, whole } from './fields';

const Recording = z
  .object({
    id: z.uuid(),
    startedAt: moment,
    endedAt: moment.nullable(),
    bytes: z.number().int(),
    url: z.string(),
  })
  .meta({ id: 'recording' });

const Signed = z.strictObject({
  exp: whole(0, 999_999_999_999),
  sig: z.string().max(300),
});

export const recordings = [
  endpoint('GET /api/v1/events/:slug/recordings', {
    who: 'crew',
    says: '`[{id, startedAt, endedAt, bytes, url}]`',
    answer: z.array(Recording),
    does: ({ services, actor, slug, origin }) => listRecordings(services, actor, slug, origin),
  }),
  endpoint('GET /recordings/:id', {
    who: 'anyone',
    says: 'the file behind a recording’s `url`, or the part of it that `Range` names',
    query: Signed,
    answer: z.string(),
    also: { 206: z.string() },
    file: ['video/mp4', 'video/mp2t'],
    fails: ['not_found'],
    does: async ({ services, request, id, query: { exp, sig } }) =>
      fileAnswer(request, await recordingFile(services, id, exp, sig)),
  }),
] as const;
