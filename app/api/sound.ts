import { z } from 'zod';
import { SOUND_MODES } from '../../contract/sound';
import { SOURCE_CONTROLS, SOURCE_STATE, SoundWishInput } from '../../core/sound';
import { changeSound, eventSound, resetLoudness } from '../domain/sound';
import { endpoint } from './define';
import { atLeastOne, moment, requestId, seq, withRequestId } from './fields';

const mode = z.enum(SOUND_MODES);

/** The same request again moves nothing twice. */
const SoundBody = atLeastOne(SoundWishInput.extend({ requestId: requestId.optional() }));
const ResetBody = z.strictObject({ requestId: requestId.optional() });

/** Who moved a control last; what nobody has moved is not in it. */
const Move = z.object({ by: z.string(), at: moment, seq });
const moves = <const Name extends string>(...names: Name[]) => z.partialRecord(z.enum(names), Move);

const SoundAnswer = z
  .object({
    seq,
    mode,
    targetLufs: z.number().nullable(),
    moved: moves('mode', 'targetLufs', 'loudness'),
    master: z.object({ gainDb: z.number(), muted: z.boolean(), moved: moves('gainDb', 'muted') }),
    sources: z.record(z.string(), z.object({ ...SOURCE_STATE, moved: moves(...SOURCE_CONTROLS) })),
  })
  .meta({ id: 'sound' });

export const sound = [
  endpoint('GET /api/v1/events/:slug/sound', {
    who: 'crew',
    says: '`{seq, mode, targetLufs, master, sources}`, each with `moved`: who moved a control last',
    answer: SoundAnswer,
    does: ({ services, actor, slug }) => eventSound(services, actor, slug),
  }),
  endpoint('PATCH /api/v1/events/:slug/sound', {
    who: 'assistant',
    says: 'the same; only the controls that are named move',
    body: SoundBody,
    answer: SoundAnswer,
    does: ({ services, actor, slug, body, request }) =>
      changeSound(services, actor, slug, withRequestId(body, request)),
  }),
  endpoint('POST /api/v1/events/:slug/sound/loudness/reset', {
    who: 'assistant',
    says: 'the same; the measurement of loudness begins again',
    body: ResetBody,
    answer: SoundAnswer,
    does: ({ services, actor, slug, body, request }) =>
      resetLoudness(services, actor, slug, withRequestId(body, request)),
  }),
] as const;
