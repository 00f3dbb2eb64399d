import { z } from 'zod';
import { LAYOUTS } from '../../contract/vocabulary';
import { LayoutOptionsInput, ProgramTransitionInput, TBarInput } from '../../core/program-input';
import { id } from '../../core/text';
import { directorTokens } from '../domain/media-tokens';
import { changeProgram } from '../domain/switching/program';
import { cut } from '../domain/switching/cut';
import { endpoint } from './define';
import { MediaToken, nothing, requestId, Seq, withRequestId } from './fields';

const seenSeq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const CutBody = z.strictObject({
  cameraId: id.nullable(),
  transition: ProgramTransitionInput.optional(),
  requestId: requestId.optional(),
  seenSeq: seenSeq.optional(),
});

const ProgramBody = z
  .strictObject({
    preview: id.nullable(),
    layout: z.enum(LAYOUTS),
    /** A camera or the slate for each cell of the layout; what is left out is filled. */
    cells: z.array(id.nullable()).min(1).max(4),
    options: LayoutOptionsInput,
    transition: ProgramTransitionInput,
    /** Position 1 takes what is on preview. */
    tbar: TBarInput,
    faded: z.boolean(),
    requestId,
    seenSeq,
  })
  .partial();

export const switching = [
  endpoint('POST /api/v1/events/:slug/cut', {
    who: 'director',
    says: '`{seq}`',
    body: CutBody,
    answer: Seq,
    fails: ['conflict', 'stale'],
    does: ({ services, actor, slug, body, request }) =>
      cut(services, actor, slug, withRequestId(body, request)),
  }),
  endpoint('POST /api/v1/events/:slug/program', {
    who: 'director',
    says: '`{seq}`',
    body: ProgramBody,
    answer: Seq,
    fails: ['conflict', 'stale'],
    does: ({ services, actor, slug, body, request }) =>
      changeProgram(services, actor, slug, withRequestId(body, request)),
  }),
  endpoint('POST /api/v1/events/:slug/media-tokens', {
    who: 'assistant',
    says: '`{cameras, program}`, a token for each room, to watch',
    body: nothing,
    answer: z.object({ cameras: MediaToken, program: MediaToken }),
    fails: ['conflict'],
    does: ({ services, actor, slug, origin }) => directorTokens(services, actor, slug, origin),
  }),
] as const;
