import { createReadStream } from 'node:fs';
import { createReadableStreamFromReadable } from '@remix-run/node';
import { parseRange } from './range';

const TYPES: Record<string, string> = { mp4: 'video/mp4', ts: 'video/mp2t' };

/** Sends a file, or the part of it that a player asks for, read as fast as it is taken. */
export function fileAnswer(request: Request, file: { path: string; bytes: number; name: string }): Response {
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Content-Type': TYPES[file.name.split('.').pop() ?? ''] ?? 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${file.name}"`,
  });
  const range = parseRange(request.headers.get('Range'), file.bytes);
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${file.bytes}`);
    return new Response(null, { status: 416, headers });
  }
  const part = range ?? { start: 0, end: file.bytes - 1 };
  headers.set('Content-Length', String(part.end - part.start + 1));
  if (range) headers.set('Content-Range', `bytes ${part.start}-${part.end}/${file.bytes}`);
  const empty = request.method === 'HEAD' || file.bytes === 0;
  // A recording grows while it is read: the end is fixed, so that the length told is the length sent.
  const body = empty ? null : createReadableStreamFromReadable(createReadStream(file.path, part));
  return new Response(body, { status: range ? 206 : 200, headers });
}
