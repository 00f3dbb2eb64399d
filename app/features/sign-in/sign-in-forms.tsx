import { Form, useNavigation } from '@remix-run/react';
import { useSyncExternalStore } from 'react';
import { Button } from '../../ui/button';
import { Field } from '../../ui/fields';
import { Notice } from '../../ui/signs';

interface SignInFormProps {
  redirectTo: string;
  error: string | null;
}

export function SignInForm({ redirectTo, error }: SignInFormProps) {
  const busy = useNavigation().state !== 'idle';
  return (
    <Form method="post" className="stack">
      <input type="hidden" name="redirectTo" value={redirectTo} />
      {error ? <Notice>{error}</Notice> : null}
      <Field label="E-mail address" name="email" type="email" autoComplete="username" required />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button kind="primary" size="touch" type="submit" busy={busy}>
        Sign in
      </Button>
    </Form>
  );
}

interface SetupFormProps {
  token: string;
  error: { field: string; message: string } | null;
  passwordMinLength: number;
}

const SETUP_FIELDS = ['name', 'email', 'password'];

/** The account of the first owner. */
export function SetupForm({ token, error, passwordMinLength }: SetupFormProps) {
  const busy = useNavigation().state !== 'idle';
  const of = (field: string) => (error?.field === field ? error.message : null);
  return (
    <Form method="post" className="stack">
      <input type="hidden" name="token" value={token} />
      {error && !SETUP_FIELDS.includes(error.field) ? <Notice>{error.message}</Notice> : null}
      <Field label="Your name" name="name" autoComplete="name" maxLength={60} required error={of('name')} />
      <Field
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        required
        error={of('email')}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={passwordMinLength}
        required
        help={`At least ${passwordMinLength} characters. A few words are easier to remember than signs.`}
        error={of('password')}
      />
      <Button kind="primary" size="touch" type="submit" busy={busy}>
        Create account
      </Button>
    </Form>
  );
}

/**
 * The token in the address’s fragment, which browsers do not send and logs do not hold. Null on the server,
 * empty when the fragment is not a token.
 */
export function useHashToken(): string | null {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => /^#([A-Za-z0-9_-]{20,200})$/.exec(location.hash)?.[1] ?? '',
    () => null,
  );
}
