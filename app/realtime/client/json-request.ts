import { hearServerDate } from './server-clock';

/** An answer of the API that is not a success, or no answer at all (`code` is then `unavailable`). */
export class PostError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Record<string, unknown>;
  readonly retryAfterS: number | null;

  constructor(
    code: string,
    message: string,
    options: { status?: number; details?: Record<string, unknown>; retryAfterS?: number | null } = {},
  ) {
    super(message);
    this.name = 'PostError';
    this.code = code;
    this.status = options.status ?? 0;
    this.details = options.details ?? {};
    this.retryAfterS = options.retryAfterS ?? null;
  }
}

/** A command that hangs is worse than one that fails: the person can try again. */
const TIMEOUT_MS = 5_000;

export interface SendOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
  /** Such as the bearer ticket of a page that has no cookie. */
  headers?: Record<string, string> | undefined;
}

/**
 * Sends JSON to our own server and gives its JSON back (undefined for 204). Calls of the API go through
 * app/api/client.ts, which knows the type of each answer; others name it by a contract both sides compile
 * against.
 *
 * @throws PostError with the API's code, sentence and details
 */
export async function postJson<T>(path: string, body?: unknown, options: SendOptions = {}): Promise<T> {
  const { answer, text } = await exchange(path, body, options);
  const json = parse(text);
  if (answer.ok) return json as T;
  throw toError(answer, json);
}

async function exchange(path: string, body: unknown, options: SendOptions) {
  const { signal, clear } = timeLimit(options.timeoutMs ?? TIMEOUT_MS, options.signal);
  const sent = Date.now();
  try {
    const answer = await fetch(path, {
      method: options.method ?? 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...options.headers },
      ...(options.method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      credentials: 'same-origin',
      signal,
    });
    hearServerDate(answer.headers.get('Date'), sent, Date.now());
    return { answer, text: await answer.text() };
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new PostError('unavailable', 'The server did not answer. Check the connection and try again.');
  } finally {
    clear();
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function toError(answer: Response, json: unknown): PostError {
  const retryAfter = Number(answer.headers.get('Retry-After') ?? '');
  const retryAfterS = retryAfter > 0 ? retryAfter : null;
  const error = isRecord(json) && isRecord(json.error) ? json.error : {};
  const { code, message, ...details } = error;
  return new PostError(
    typeof code === 'string' ? code : answer.status >= 500 ? 'unavailable' : 'bad_request',
    typeof message === 'string' ? message : 'The server could not do this just now. Try again in a moment.',
    { status: answer.status, details, retryAfterS },
  );
}

/** A signal for `fetch` that aborts after a time, and what ends the wait once the answer is there. */
interface TimeLimit {
  signal: AbortSignal;
  clear: () => void;
}

/**
 * Aborts after `ms`, or earlier with `outer`. AbortSignal.any and AbortSignal.timeout would do it: iOS 16
 * lacks the first and iOS 15 both (MDN), and phones that stay there are brought as cameras.
 */
export function timeLimit(ms: number, outer?: AbortSignal): TimeLimit {
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, ms);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort);
  return {
    signal: limit.signal,
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
