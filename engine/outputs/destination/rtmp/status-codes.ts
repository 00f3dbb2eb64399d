import type { DestinationFailure } from '../../../../core/destination-state';

/**
 * A server's refusal: `level`, `code` and `description` of an `_error` or `onStatus` (Adobe RTMP 1.0, 7.2).
 */
export interface ServerStatus {
  level: string;
  code: string;
  description: string;
  /** It names another address (`ex.redirect`, of Adobe's and Wowza's load balancers, and SRS). */
  redirects?: boolean;
}

/** How servers ask for a user name and password: `[ code=403 need auth; authmod=adobe ]`. */
const SIGN_IN = /\bauthmod=\w/i;

const ABOUT_THE_KEY = /auth|key|token|password|denied|forbidden|not allowed|invalid stream|403|401/i;

/**
 * The first that fits counts. Codes as in Adobe's list of NetConnection and NetStream, and what ingests made
 * of them.
 */
const CODES: readonly [RegExp, DestinationFailure][] = [
  [/^NetStream\.Publish\.(Denied|Unauthori[sz]ed|Rejected)/i, 'rejected'],
  [/^NetStream\.Publish\.(BadName|Already)/i, 'in-use'],
  [/^NetConnection\.Connect\.InvalidApp/i, 'path'],
  [/^NetConnection\.Connect\.(Rejected|Failed)/i, 'path'],
  [/^NetConnection\.Connect\.(AppShutdown|Closed|IdleTimeOut|NetworkChange)/i, 'dropped'],
  [/^NetStream\.(Publish\.(Idle|Failed)|Unpublish|Failed|Connect\.Closed)/i, 'dropped'],
];

/** What a refusal means. A server that mentions the key means the key, whatever its code. */
export function failureOfStatus({ code, description, redirects }: ServerStatus): DestinationFailure {
  if (redirects) return 'moved';
  if (SIGN_IN.test(description)) return 'sign-in';
  const found = CODES.find(([pattern]) => pattern.test(code))?.[1] ?? 'rejected';
  return found !== 'dropped' && ABOUT_THE_KEY.test(description) ? 'rejected' : found;
}
