import type express from 'express';
import type { z } from 'zod';
import { AppError } from '../../core/errors';
import { LIMITS } from '../config/limits';
import { sendError } from './error-answer';

/**
 * Reads a JSON body by a strict schema. Refuses with 413 what is too large (before it is all read), with 415
 * what is not sent as JSON (so no HTML form of another site passes as a command), with 400 what does not fit,
 * naming the field. A missing body counts as `{}`: `start` and `stop` have nothing to say.
 */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  maxBytes: number = LIMITS.bodyBytes,
): Promise<z.output<S>> {
  const text = await readText(request, maxBytes);
  if (text.trim() === '') return parse(schema, {});
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new AppError('unsupported_media', 'Send JSON with the header Content-Type: application/json.');
  }
  return parse(schema, fromJson(text));
}

/** The body as text; 413 beyond `maxBytes`, 400 if it is not UTF-8. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () =>
    new AppError('too_large', `The request is too large; at most ${maxBytes} bytes are read.`);
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(part.value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new AppError('bad_request', 'The request is not UTF-8 text.', { cause });
  }
}

/** Query parameters by a strict schema; a parameter given twice is refused. */
export function readQuery<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  const params = new URL(request.url).searchParams;
  const names = [...params.keys()];
  if (new Set(names).size !== names.length) {
    throw new AppError('bad_request', 'A parameter of the address is given twice.');
  }
  return parse(schema, Object.fromEntries(params));
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('bad_request', 'The request is not valid JSON.', { cause });
  }
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const field = first?.path.map(String).join('.') ?? '';
  const message = first ? sentence(first, field) : 'The request does not fit.';
  throw new AppError('bad_request', message.slice(0, 300), { details: field ? { field } : {} });
}

function sentence(issue: z.core.$ZodIssue, field: string): string {
  if (issue.code === 'unrecognized_keys') {
    return `Unknown field: ${issue.keys.map((key) => key.slice(0, 40)).join(', ')}.`;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && field)
    return `The field ${field} is missing.`;
  return field ? `The field ${field} is wrong: ${issue.message}.` : `${issue.message}.`;
}

/**
 * Far above every lawful body (each route has its own, smaller limit); here ends what would only fill memory.
 */
const MAX_BYTES = 256 * 1024;

/**
 * Ends a request whose body is too large, also where its length was not announced. To be called in the same
 * turn in which the body’s reader is attached: it counts what flows and keeps nothing.
 */
export function limitBody(request: express.Request, response: express.Response): boolean {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) {
    refuseLarge(response);
    return false;
  }
  let bytes = 0;
  request.on('data', function count(chunk: Buffer) {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) return;
    request.off('data', count);
    if (!response.headersSent) refuseLarge(response);
    request.socket.destroySoon();
  });
  return true;
}

/**
 * Reads on, after the answer, what nobody wanted of a body. Node stops reading a connection while a body
 * waits to be read: the next request over it, which may be anybody's behind the edge, would wait for half a
 * minute and fail.
 */
export function drainAfter(request: express.Request, response: express.Response): void {
  response.once('finish', () => {
    if (request.readableEnded || request.destroyed) return;
    for (const event of ['data', 'readable'] as const) request.removeAllListeners(event);
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) request.socket.destroy();
    });
    request.resume();
  });
}

function refuseLarge(response: express.Response): void {
  response.set('Connection', 'close');
  const message = `The request is too large; at most ${MAX_BYTES} bytes are read.`;
  sendError(response, new AppError('too_large', message));
}

/** JSON. That nobody may cache it stands in the headers of every address of the API (security-headers.ts). */
export function answer(body: unknown, status = 200, headers: HeadersInit = {}): Response {
  const all = new Headers(headers);
  all.set('Content-Type', 'application/json; charset=utf-8');
  return new Response(JSON.stringify(body), { status, headers: all });
}

export function noContent(headers: HeadersInit = {}): Response {
  return new Response(null, { status: 204, headers });
}
