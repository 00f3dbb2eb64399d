/** Codes an API client may switch on; each has one HTTP status. */
const ERROR_STATUS = {
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

export interface AppErrorOptions {
  status?: number;
  cause?: unknown;
  /** Whether an operator should see it in the log as a fault of ours. */
  report?: boolean;
  /**
   * Facts for the client beside code and message, such as the present state of a stale cut. Never a secret.
   */
  details?: Record<string, unknown>;
  retryAfterS?: number;
}

/**
 * The one error of the domain: `message` is a sentence for a person with what to do next. Only the edge turns
 * it into output.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly report: boolean;
  readonly details: Record<string, unknown> | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = options.status ?? ERROR_STATUS[code];
    this.report = options.report ?? this.status >= 500;
    this.details = options.details;
    this.retryAfterS = options.retryAfterS;
  }
}
