import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { AppError } from '../../core/errors';
import { errorResponse } from '../http/error-answer';
import type { Row } from './define';
import { TABLE } from './table';

interface Found {
  row: Row;
  params: Record<string, string>;
}

const PATHS: Map<string, readonly Row[]> = new Map(
  TABLE.map(({ path }) => [path, TABLE.filter((row) => row.path === path)]),
);

/**
 * Loader and action of every route of the API: finds the row by method and path, and turns what it throws
 * into JSON. A path without the method is a 405 that says which ones there are.
 */
export async function serveApi({
  request,
  context,
}: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  const { pathname } = new URL(request.url);
  const rows = rowsAt(pathname);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const match = rows.find(({ row }) => row.method === method);
  try {
    if (match) return await match.row.serve({ request, context, params: match.params });
    throw nothingHere(rows);
  } catch (error) {
    if (error instanceof Response) return error;
    const response = errorResponse(error, {
      log: context.services.log,
      what: `${method} ${pathname.slice(0, 100)}`,
    });
    if (rows.length > 0 && !match) response.headers.set('Allow', allowed(rows));
    return response;
  }
}

function nothingHere(rows: Found[]): AppError {
  if (rows.length === 0) return new AppError('not_found', 'There is no such address in the API.');
  return new AppError('bad_request', `This address answers to ${allowed(rows)} only.`, { status: 405 });
}

const allowed = (rows: Found[]) => rows.map(({ row }) => row.method).join(', ');

/** Of an address of the API, `GET, PATCH`; '' for any other. */
export const allowedAt = (pathname: string) => allowed(rowsAt(pathname));

/** Static parts compare without case, as the pages' addresses do. */
function rowsAt(pathname: string): Found[] {
  const parts = pathname.replace(/\/+$/, '').split('/').map(decoded);
  for (const [path, rows] of PATHS) {
    const params: Record<string, string> = {};
    const wanted = path.split('/');
    const fits =
      wanted.length === parts.length &&
      wanted.every((part, at) => {
        const given = parts[at] ?? '';
        if (!part.startsWith(':')) return part === given.toLowerCase();
        params[part.slice(1)] = given;
        return given !== '';
      });
    if (fits) return rows.map((row) => ({ row, params }));
  }
  return [];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
