import type { Request, Response } from 'express';
import { AppError } from '../../core/errors';
import { sendError } from './error-answer';

/**
 * Far above every lawful body (each route has its own, smaller limit); here ends what would only fill memory.
 */
const MAX_BYTES = 256 * 1024;

/**
 * Ends a request whose body is too large, also where its length was not told. To be called in the same turn
 * in which the body's reader is attached: it counts what flows and keeps nothing.
 */
export function limitBody(request: Request, response: Response): boolean {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) {
    refuse(response);
    return false;
  }
  let bytes = 0;
  request.on('data', function count(chunk: Buffer) {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) return;
    request.off('data', count);
    if (!response.headersSent) refuse(response);
    request.socket.destroySoon();
  });
  return true;
}

function refuse(response: Response): void {
  response.set('Connection', 'close');
  const message = `The request is too large; at most ${MAX_BYTES} bytes are read.`;
  sendError(response, new AppError('too_large', message));
}
