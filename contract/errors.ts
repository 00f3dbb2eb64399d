/** Codes an API client may switch on; each has one HTTP status. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 409,
  gone: 410,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/**
 * What every refusal and failure of pages, API and edge answers: a sentence for a person, and facts
 * next to it, such as the present state of a stale cut.
 */
export interface ErrorBody {
  error: { code: ErrorCode; message: string } & Record<string, unknown>;
}
