import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { logout } from '../domain/accounts/sign-in';
import { clearCookie, namesFor, readCookie } from '../http/cookies';

/** Signing out changes something, so looking at this address does not do it. */
export const loader = () => redirect('/');

export async function action({ request, context }: ActionFunctionArgs) {
  const cookie = namesFor(request, context.services.instanceId).session;
  const token = readCookie(request, cookie);
  if (token) await logout(context.services, token);
  return redirect('/', { headers: { 'Set-Cookie': clearCookie(request, cookie) } });
}
