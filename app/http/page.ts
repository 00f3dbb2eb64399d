import { AppError } from '../../core/errors';

/**
 * For loaders and actions of pages: who is not known goes to the sign-in page and comes back after it; every
 * other AppError is thrown as a response of its status with its sentence as JSON, for the page's error
 * boundary.
 */
export async function asPage<T>(request: Request, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'unauthenticated' && request.method === 'GET') {
      const { pathname, search } = new URL(request.url);
      const Location = `/login?redirectTo=${encodeURIComponent(pathname + search)}`;
      throw new Response(null, { status: 302, headers: { Location } });
    }
    throw new Response(JSON.stringify({ code: error.code, message: error.message }), {
      status: error.status,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
    });
  }
}
