import { Form, useNavigation } from '@remix-run/react';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';

interface Props {
  /** The one-time token of the link. */
  token: string;
  fault: { field: string; message: string } | null;
  passwordMinLength: number;
}

const FIELDS = ['name', 'email', 'password'];

/** The first owner's account. */
export function SetupForm({ token, fault, passwordMinLength }: Props) {
  const busy = useNavigation().state !== 'idle';
  const of = (field: string) => (fault?.field === field ? fault.message : null);
  return (
    <Form method="post" className="stack">
      <input type="hidden" name="token" value={token} />
      {fault && !FIELDS.includes(fault.field) ? <Notice>{fault.message}</Notice> : null}
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
