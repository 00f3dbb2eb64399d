import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { SignInForm } from '../features/sign-in/sign-in-forms';
import { login, SESSION_MAX_AGE_S } from '../domain/accounts/sign-in';
import { authorityOf } from '../api/actor';
import { namesFor, readCookie, setCookie } from '../http/cookies';
import { formError, formText, readForm, safeRedirect } from '../http/form';
import { SiteHead } from '../ui/plain-page';

export const meta: MetaFunction = () => [{ title: 'Sign in · Touchline' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const redirectTo = safeRedirect(new URL(request.url).searchParams.get('redirectTo'));
  return (await authorityOf(request, context)).actor ? redirect(redirectTo) : json({ redirectTo });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const cookie = namesFor(request, context.services.instanceId).session;
  try {
    const data = await readForm(request);
    const wish = {
      email: formText(data, 'email'),
      password: formText(data, 'password'),
      previous: readCookie(request, cookie),
    };
    const { sessionToken } = await login(context.services, wish, context.clientIp);
    return redirect(safeRedirect(data.get('redirectTo')), {
      headers: { 'Set-Cookie': setCookie(request, cookie, sessionToken, SESSION_MAX_AGE_S) },
    });
  } catch (error) {
    return formError(error);
  }
}

export default function Login() {
  const { redirectTo } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="page" data-narrow="true">
      <SiteHead signedIn={false} />
      <main>
        <div className="page-title">
          <h1>Sign in</h1>
          <p>For those who create events. Directors and other crew come in by the link they were sent.</p>
        </div>
        <SignInForm redirectTo={redirectTo} error={refused?.message ?? null} />
      </main>
    </div>
  );
}
