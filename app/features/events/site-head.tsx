import { Form } from '@remix-run/react';
import { Button } from '../../ui/button';
import { ThemeToggle } from '../../ui/theme-toggle';
import { Wordmark } from '../../ui/wordmark';

/** The head of the plain pages. */
export function SiteHead({ signedIn }: { signedIn: boolean }) {
  return (
    <header className="page-head">
      <Wordmark />
      <span className="grow" />
      <ThemeToggle />
      {signedIn ? (
        <Form method="post" action="/logout">
          <Button kind="surface" type="submit">
            Sign out
          </Button>
        </Form>
      ) : null}
    </header>
  );
}
