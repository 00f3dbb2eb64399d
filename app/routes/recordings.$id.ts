import { z } from 'zod';
import { recordingFile } from '../domain/recordings';
import { readQuery } from '../http/body';
import { fileAnswer } from '../http/file';
import { idParam } from '../http/params';
import { api } from '../http/respond';

const Signed = z.strictObject({
  exp: z
    .string()
    .regex(/^\d{1,12}$/, 'it is no time')
    .transform(Number),
  sig: z.string().max(100),
});

const recording = api({
  GET: async ({ request, params, context }) => {
    const id = idParam(params.id);
    const { exp, sig } = readQuery(request, Signed);
    return fileAnswer(request, await recordingFile(context.services, id, exp, sig));
  },
});

export const loader = recording.loader;
export const action = recording.action;
