import { Link } from '@remix-run/react';

/** The name, with a pitch's corner as its mark. */
export function Wordmark({ to = '/' }: { to?: string }) {
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
