import { Links, Meta, useLocation, useMatches } from '@remix-run/react';
import { createContext, type ReactNode, useContext } from 'react';
import type { Language } from '../../contract/vocabulary';
import { OLDEST } from '../../core/browser-floor';
import { chooseLanguage } from '../../core/language';
import favicon from '../ui/favicon.svg?url&no-inline';
import themeBoot from '../ui/theme-boot.js?url&no-inline';
import type { AudienceAssets, AudiencePage } from './assets.server';
import { PAGE_ROOT_ID, type PageData } from './mount/page-data';
import { TextsProvider } from './texts/use-texts';

const { safari, chrome, firefox } = OLDEST;
/** Not in the catalogues: the crew's pages load this file, and none of those. */
const TOO_OLD: Record<Language, string> = {
  en: `This browser is too old for this page. It needs iOS or Safari ${safari}, Chrome or Edge ${chrome}, Firefox ${firefox}, or a newer one.`,
  de: `Dieser Browser ist zu alt für diese Seite. Nötig ist iOS oder Safari ab ${safari}, Chrome oder Edge ab ${chrome} oder Firefox ab ${firefox}.`,
  es: `Este navegador es demasiado antiguo para esta página. Hace falta iOS o Safari ${safari}, Chrome o Edge ${chrome}, Firefox ${firefox}, o una versión posterior.`,
};

/** Set by entry.server; the browser never reads it. */
export const AudienceAssetsContext = createContext<AudienceAssets>({});

/** Which page of the audience this is, by its route's `handle: {audience: 'watch'}`; null for all others. */
export function useAudiencePage(): AudiencePage | null {
  for (const { handle } of useMatches()) {
    if (typeof handle !== 'object' || handle === null || !('audience' in handle)) continue;
    const { audience } = handle;
    if (audience === 'watch' || audience === 'embed' || audience === 'show') return audience;
  }
  return null;
}

/**
 * The document of the audience's pages, rendered by the server only. No inline script and no nonce, so that
 * the HTML is the same for everybody and may be cached; the page's own script hydrates the body alone.
 */
export function AudienceDocument({ page, children }: { page: AudiencePage; children: ReactNode }) {
  // Both are settled in the address before the page is rendered (render-cache.server.ts).
  const query = new URLSearchParams(useLocation().search);
  const lang = chooseLanguage(query.get('lang'), null);
  const wished = query.get('theme');
  const theme = wished === 'dark' || wished === 'light' ? wished : null;
  const files = useContext(AudienceAssetsContext)[page];
  return (
    <html
      lang={lang}
      data-theme={theme ?? 'dark'}
      data-fixed-theme={theme ? 'true' : undefined}
      data-page={page}
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={theme ?? 'dark light'} />
        <link rel="icon" href={favicon} type="image/svg+xml" />
        <script src={themeBoot} />
        <Meta />
        <Links />
        {files?.preload.map((href) => (
          <link key={href} rel="modulepreload" href={href} />
        ))}
        {files ? <script type="module" src={files.script} /> : null}
      </head>
      <body>
        <p className="too-old">{TOO_OLD[lang]}</p>
        {children}
      </body>
    </html>
  );
}

/**
 * What is hydrated, as the server renders it. Its data are in an attribute (read by mount/page-data.ts), so
 * that no inline script is needed.
 */
export function PageRoot<D extends PageData>({ data, children }: { data: D; children: ReactNode }) {
  return (
    <div id={PAGE_ROOT_ID} data-page={JSON.stringify(data)}>
      <TextsProvider value={data.texts}>{children}</TextsProvider>
    </div>
  );
}
