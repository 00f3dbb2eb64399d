import { type ActionFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { completeSetup } from '../domain/accounts/owner-setup';
import { PASSWORD_MIN_LENGTH, SESSION_MAX_AGE_S } from '../domain/accounts/sign-in';
import { SiteHead } from '../ui/plain-page';
import { SetupForm, useHashToken } from '../features/sign-in/sign-in-forms';
import { namesFor, setCookie } from '../http/cookies';
import { formError, formText, readForm } from '../http/form';
import { Notice } from '../ui/signs';

export const meta: MetaFunction = () => [{ title: 'Set up · Touchline' }];

export function loader() {
  return { passwordMinLength: PASSWORD_MIN_LENGTH };
}

export async function action({ request, context }: ActionFunctionArgs) {
  try {
    const data = await readForm(request);
    const owner = {
      email: formText(data, 'email'),
      name: formText(data, 'name'),
      password: formText(data, 'password'),
    };
    const { sessionToken } = await completeSetup(
      context.services,
      formText(data, 'token'),
      owner,
      context.clientIp,
    );
    const cookie = namesFor(request, context.services.instanceId).session;
    return redirect('/events/new', {
      headers: { 'Set-Cookie': setCookie(request, cookie, sessionToken, SESSION_MAX_AGE_S) },
    });
  } catch (error) {
    return formError(error);
  }
}

export default function Setup() {
  const { passwordMinLength } = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>() ?? null;
  const token = useHashToken();
  return (
    <div className="page" data-narrow="true">
      <SiteHead signedIn={false} />
      <main>
        <div className="page-title">
          <h1>Welcome to Touchline</h1>
          <p>Make the first account. It owns this installation and may create events.</p>
        </div>
        {token === '' ? (
          <Notice title="Open the link that npm start printed">
            It works once and ends after a day. Start Touchline again for a new one.
          </Notice>
        ) : (
          <SetupForm token={token ?? ''} error={error} passwordMinLength={passwordMinLength} />
        )}
      </main>
    </div>
  );
}
