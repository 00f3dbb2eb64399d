import { Form, isRouteErrorResponse, Link, useRouteError } from '@remix-run/react';
import { Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, ButtonLink, IconButton } from './button';
import { useTheme } from './theme';

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

/** Shown in place of a page that failed: what happened and where to go. Never a stack trace. */
export function ErrorPage() {
  const { title, text } = errorText(useRouteError());
  return (
    <NarrowPage title={title} text={<p>{text}</p>}>
      <ButtonLink to="/" kind="primary" size="touch">
        To the start page
      </ButtonLink>
    </NarrowPage>
  );
}

function errorText(error: unknown): { title: string; text: string } {
  if (isRouteErrorResponse(error)) {
    const said = messageOf(error.data);
    if (error.status === 404)
      return {
        title: 'Not found',
        text: said ?? 'There is nothing at this address. Check it, or ask the person who sent it to you.',
      };
    if (error.status === 403)
      return {
        title: 'Not for you',
        text: said ?? 'You may not see this. Ask the event’s creator for a crew link.',
      };
    if (error.status === 410)
      return {
        title: 'No longer valid',
        text: said ?? 'This link was used up or revoked. Ask for a new one.',
      };
    if (error.status === 429)
      return { title: 'Too many tries', text: said ?? 'Wait a minute, then try again.' };
    if (said) return { title: 'That did not work', text: said };
  }
  return {
    title: 'That did not work',
    text: 'Something went wrong on our side. Reload the page; a running program is not affected.',
  };
}

/** The message of a loader’s answer (contract/errors.ts), or its plain text. */
function messageOf(data: unknown): string | null {
  if (typeof data === 'string' && data !== '') return data;
  if (typeof data !== 'object' || data === null || !('error' in data)) return null;
  const { error } = data;
  if (typeof error !== 'object' || error === null || !('message' in error)) return null;
  return typeof error.message === 'string' ? error.message : null;
}

export function ThemeToggle() {
  const [theme, keep] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <IconButton label={`Use the ${other} theme`} onClick={() => keep(other)}>
      {theme === 'dark' ? <Sun className="icon" /> : <Moon className="icon" />}
    </IconButton>
  );
}
