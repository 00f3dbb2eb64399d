import type { LoaderFunctionArgs } from '@remix-run/node';
import { chooseLanguage, type Language } from '../../core/language';
import { page } from '../http/security-headers';

/**
 * What of an address decides how a page of the audience looks. The language is settled before
 * (audience-html.ts).
 */
export interface PageWishes {
  lang: Language;
  theme: 'dark' | 'light' | null;
}

export function pageWishes(request: Request): PageWishes {
  const asked = new URL(request.url).searchParams;
  const theme = asked.get('theme');
  return {
    lang: chooseLanguage(asked.get('lang'), request.headers.get('Accept-Language')),
    theme: theme === 'dark' || theme === 'light' ? theme : null,
  };
}

/** A page that somebody of the crew sees. */
export const FOR_ONE = 'private, no-store';

/** A page that is the same for everybody may be kept on the way for a moment; a draft is its crew's alone. */
export function cacheFor(status: 'draft' | 'ready' | 'live' | 'ended'): string {
  return status === 'draft' ? FOR_ONE : 'public, max-age=2, stale-while-revalidate=10';
}

/**
 * Policy of an embedded page: framed by our own pages and by the sites that the owner names, or by any where
 * none is named.
 */
export function embedPolicy(
  { origin, services }: LoaderFunctionArgs['context'],
  origins: readonly string[],
): string {
  const ancestors = origins.length > 0 ? ["'self'", ...origins].join(' ') : '*';
  const input = { origin, livekitUrl: services.env.livekit.publicUrl };
  const headers = page(input, { scripts: "'self'", frames: "'none'", ancestors });
  return headers['Content-Security-Policy'] ?? '';
}
