// On its own, since every redirect after a form should pass it and its rules are tested by themselves.
/**
 * Where to go after signing in: a path of our own, or `fallback` (safety T25). Browsers read `//host`,
 * `/\host` and forms with tabs or newlines as other sites, so only a plain path that still resolves to our
 * own origin passes.
 */
export function safeRedirect(
  to: FormDataEntryValue | string | null | undefined,
  fallback = '/events',
): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])/.test(to) || /[\p{Cc}\\]/u.test(to)) return fallback;
  const own = 'http://own.invalid';
  if (!URL.canParse(to, own)) return fallback;
  const url = new URL(to, own);
  if (url.origin !== own || url.pathname.startsWith('//')) return fallback;
  return url.pathname + url.search + url.hash;
}
