import { Form, Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { ThemeToggle } from './theme-toggle';

interface NarrowPageProps {
  title: string;
  text?: ReactNode;
  children: ReactNode;
}

/** A page with one thing to do on it, such as the target of a link. */
export function NarrowPage({ title, text, children }: NarrowPageProps) {
  return (
    <main className="page" data-narrow="true">
      <header className="page-head">
        <Wordmark />
      </header>
      <div className="page-title">
        <h1>{title}</h1>
        {text}
      </div>
      {children}
    </main>
  );
}

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

/** The product’s name; the sign is the corner of a pitch. */
function Wordmark({ to = '/' }: { to?: string }) {
  return (
    <Link to={to} className="wordmark">
      <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.4">
        <path d="M3 2v19h19" strokeLinecap="round" />
        <path d="M3 11a10 10 0 0 1 10 10" />
        <circle cx="17" cy="7" r="3.4" fill="var(--accent)" stroke="none" />
      </svg>
      Touchline
    </Link>
  );
}
