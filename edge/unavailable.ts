import { createHash } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { sendError, toAnswer } from '../app/http/error-answer';
import { AppError } from '../core/errors';
import { MAX_BODY_BYTES } from './body';

const MESSAGE = 'Touchline is starting again. The program stays on the air; this works again in a moment.';
const UNAVAILABLE = new AppError('unavailable', MESSAGE, { retryAfterS: 1 });
const STYLE = `body{margin:0;min-height:100vh;display:grid;place-items:center;background:#0e1013;color:#e8eaed;font:16px/1.5 Inter,system-ui,sans-serif}main{max-width:26rem;padding:2rem;text-align:center}`;
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2"><title>Touchline is starting again</title><style>${STYLE}</style></head>
<body><main role="status"><h1>One moment</h1><p>${MESSAGE}</p><p>This page tries again automatically.</p></main></body></html>`;
const PAGE_HEADERS = {
  'Cache-Control': 'no-store',
  'Retry-After': '1',
  'X-Content-Type-Options': 'nosniff',
  'Content-Type': 'text/html; charset=utf-8',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
};

/** No web process answers: a page that reloads itself for people, the usual error for programs. */
export function answerUnavailable(req: IncomingMessage, res: ServerResponse): void {
  const page = req.method === 'GET' && (req.headers.accept ?? '').includes('text/html');
  if (!page || res.headersSent) return sendError(res, UNAVAILABLE);
  res.writeHead(UNAVAILABLE.status, PAGE_HEADERS).end(PAGE);
}

const REFUSALS = {
  busy: new AppError('rate_limited', 'Too much is under way from your network. Try again in a moment.', {
    retryAfterS: 3,
  }),
  unreadable: new AppError('bad_request', 'The address or the Host of this request cannot be read.'),
  too_large: new AppError('too_large', `The request is too large; at most ${MAX_BODY_BYTES} bytes are read.`),
};

/** What is not handed on to any web process. Nothing more is read over this connection. */
export function refuseRequest(res: ServerResponse, why: keyof typeof REFUSALS): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
  sendError(res, REFUSALS[why]);
}

/** Destroyed at once, a connection with unread bytes takes the answer along: TCP resets it. */
const GOODBYE_MS = 1_000;
const COOKIES = 'Delete the cookies of this site, if they are what is so large.';
const MALFORMED: Record<string, AppError> = {
  HPE_HEADER_OVERFLOW: new AppError('too_large', `The headers of this request are too large. ${COOKIES}`, {
    status: 431,
  }),
  ERR_HTTP_REQUEST_TIMEOUT: new AppError('bad_request', 'This request took too long to arrive.', {
    status: 408,
  }),
};

/**
 * For what Node could not read as HTTP. Says so, where nothing else is being said over this connection; it
 * ends in any case, because nobody knows where a next request would begin.
 */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  refuseUpgrade(socket, MALFORMED[error.code ?? ''] ?? new AppError('bad_request', 'This is no HTTP.'));
  socket.on('error', () => undefined);
  setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
}

/** 503 for a WebSocket that cannot be opened; its client tries again by its own rules. */
export function refuseUpgrade(socket: Duplex, why: AppError = UNAVAILABLE): void {
  if (!socket.writable) return;
  const { status, headers, body } = toAnswer(why);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n'));
}
