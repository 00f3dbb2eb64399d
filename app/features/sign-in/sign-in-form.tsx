import { Form, useNavigation } from '@remix-run/react';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';

interface Props {
  /** Where to go after it. */
  redirectTo: string;
  error: string | null;
}

export function SignInForm({ redirectTo, error }: Props) {
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
