import type { LoaderFunctionArgs } from '@remix-run/node';
import type { Language, EventStatus } from '../../contract/vocabulary';
import { chooseLanguage } from '../../core/language';
import { page } from '../http/security-headers';

/**
 * What of a page's address decides how it looks. The language was settled before (render-cache.server.ts).
 */
export interface PageOptions {
  lang: Language;
  theme: 'dark' | 'light' | null;
}

export function pageOptions(request: Request): PageOptions {
  const query = new URL(request.url).searchParams;
  const theme = query.get('theme');
  return {
    lang: chooseLanguage(query.get('lang'), request.headers.get('Accept-Language')),
    theme: theme === 'dark' || theme === 'light' ? theme : null,
  };
}

/** `Cache-Control` of a page for somebody of the crew. */
export const PRIVATE = 'private, no-store';

/** `Cache-Control` of a page that is the same for everybody; a draft is its crew's alone. */
export function cacheFor(status: EventStatus): string {
  return status === 'draft' ? PRIVATE : 'public, max-age=2, stale-while-revalidate=10';
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
