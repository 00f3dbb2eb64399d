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
  too_large: new AppError('too_large', `The request is too large; at most ${MAX_BODY_BYTES} bytes are read.`),
};

/** What is not handed on to any web process. Nothing more is read over this connection. */
export function refuseRequest(res: ServerResponse, why: keyof typeof REFUSALS): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
  sendError(res, REFUSALS[why]);
}

/** 503 for a WebSocket that cannot be opened; its client tries again by its own rules. */
export function refuseUpgrade(socket: Duplex): void {
  if (!socket.writable) return;
  const { status, headers, body } = toAnswer(UNAVAILABLE);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n'));
}
