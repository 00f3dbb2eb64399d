import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

const MESSAGE = 'Touchline is starting again. The program stays on the air; this works again in a moment.';
const JSON_BODY = JSON.stringify({ error: { code: 'unavailable', message: MESSAGE } });
const STYLE = `body{margin:0;min-height:100vh;display:grid;place-items:center;background:#0e1013;color:#e8eaed;font:16px/1.5 Inter,system-ui,sans-serif}main{max-width:26rem;padding:2rem;text-align:center}`;
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2"><title>Touchline is starting again</title><style>${STYLE}</style></head>
<body><main role="status"><h1>One moment</h1><p>${MESSAGE}</p><p>This page tries again by itself.</p></main></body></html>`;
const HEADERS = {
  'Cache-Control': 'no-store',
  'Retry-After': '1',
  'X-Content-Type-Options': 'nosniff',
};
const PAGE_HEADERS = {
  ...HEADERS,
  'Content-Type': 'text/html; charset=utf-8',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
};

/** No web process answers: a page that reloads itself for people, the usual error for programs. */
export function answerUnavailable(req: IncomingMessage, res: ServerResponse): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const page = req.method === 'GET' && (req.headers.accept ?? '').includes('text/html');
  res.writeHead(503, page ? PAGE_HEADERS : { ...HEADERS, 'Content-Type': 'application/json' });
  res.end(page ? PAGE : JSON_BODY);
}

/** The same for a WebSocket that cannot be opened; its client tries again by its own rules. */
export function refuseUpgrade(socket: Duplex): void {
  if (!socket.writable) return;
  socket.end(
    `HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(JSON_BODY)}\r\nRetry-After: 1\r\nConnection: close\r\n\r\n${JSON_BODY}`,
  );
}
