import { ERROR_STATUS, type ErrorCode } from '../contract/errors';

export interface AppErrorOptions {
  status?: number;
  cause?: unknown;
  /** Whether the log reports it to the operator as an error of ours. */
  report?: boolean;
  /** More facts for the client, such as the present state of a stale cut. Never a secret. */
  details?: Record<string, unknown>;
  retryAfterS?: number;
}

/**
 * The one error of the domain: `message` is a sentence for a person with what to do next. Only the HTTP layer
 * turns it into an answer.
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
