import { json } from '@remix-run/node';
import { AppError } from '../../core/errors';
import { CreateEventBody } from '../api/events';
import type { CreateEvent } from '../domain/events/manage-events';
import { knownError, toAnswer } from './error-answer';

/** One text of a page's form; '' where it is missing or a file. */
export function formText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}

export interface FormError {
  /** '' where it belongs to no field. */
  field: string;
  message: string;
}

/** What a page's form sent. @throws AppError bad_request for what none of them sends */
export async function readForm(request: Request): Promise<FormData> {
  const data = await request.formData().catch((cause: unknown) => {
    throw new AppError('bad_request', 'This is no form of this page. Reload it and send it again.', {
      cause,
    });
  });
  for (const [name, value] of data) {
    if (typeof value === 'string' && value.includes('\0'))
      throw new AppError('bad_request', 'This form holds a character that nobody can type.', {
        details: { field: name.slice(0, 40) },
      });
  }
  return data;
}

/** What was refused, as the form's answer; what nobody foresaw is thrown on. */
export function formError(thrown: unknown) {
  const error = knownError(thrown);
  if (!error) throw thrown;
  const { status, body } = toAnswer(error);
  const { field, message } = body.error;
  return json<FormError>({ field: typeof field === 'string' ? field : '', message }, { status });
}

const SENTENCES: Record<string, string> = {
  title: 'Give the event a title of at most 120 characters.',
  hostName: 'Give the host a name of at most 60 characters.',
  slug: 'Use letters, digits, - and _ only, at most 64.',
  startsAt: 'This start is no date, or lies too far away.',
};

/**
 * A new event from the page's form, by the same schema as the API's. @throws AppError bad_request with the
 * field
 */
export function readNewEvent(data: FormData): CreateEvent {
  const entered = ['title', 'slug', 'kind', 'hostName', 'visibility', 'admission', 'startsAt']
    .map((name) => [name, formText(data, name).trim()] as const)
    .filter(([name, value]) => value !== '' || name === 'title');
  const parsed = CreateEventBody.safeParse(Object.fromEntries(entered));
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  throw new AppError('bad_request', SENTENCES[field] ?? 'This form does not fit. Reload the page.', {
    details: { field },
  });
}

/**
 * Where to go after signing in: a path of our own, or `fallback` (safety T25). Browsers read `//host`,
 * `/\host` and forms with tabs or newlines as other sites, so only a plain path that still resolves to our
 * own origin passes.
 */
export function safeRedirect(
  to: FormDataEntryValue | string | null | undefined,
  fallback = '/events',
): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])/.test(to) || /[\p{Cc}\\]/u.test(to)) return fallback;
  const own = 'http://own.invalid';
  if (!URL.canParse(to, own)) return fallback;
  const url = new URL(to, own);
  if (url.origin !== own || url.pathname.startsWith('//')) return fallback;
  return url.pathname + url.search + url.hash;
}
