import '@fontsource-variable/inter/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/fields.css';
import './ui/signs.css';
import './ui/overlays.css';
import './ui/plain-page.css';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useLocation, useMatches } from '@remix-run/react';
import { type ReactNode, useContext } from 'react';
import { OLDEST } from '../core/browser-floor';
import { AudienceDocument, useAudiencePage } from './audience/document';
import type { AudiencePage } from './audience/assets.server';
import { NonceContext } from './nonce';
import favicon from './ui/favicon.svg?url&no-inline';
import { ErrorPage } from './ui/plain-page';
import { useTheme } from './ui/theme';
import themeBoot from './ui/theme-boot.js?url&no-inline';
import { ToastProvider } from './ui/toast';

/** What a route may say of its page: `export const handle: PageHandle = { studio: 'director' }`. */
export interface PageHandle {
  /**
   * The studio (director, camera, program) is dark for everybody; the name is on <html data-studio> for its
   * styles.
   */
  studio?: string;
  /**
   * A page of the audience: not hydrated by Remix, but enlivened by a script of its own
   * (vite.audience.config.ts).
   */
  audience?: AudiencePage;
  /**
   * A state of the gallery (development only): rendered once, without a script, in the theme that `?theme=`
   * says.
   */
  still?: true;
}

function isStill(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'still' in handle;
}

function studioOf(handle: unknown): string | undefined {
  if (typeof handle !== 'object' || handle === null || !('studio' in handle)) return undefined;
  return typeof handle.studio === 'string' ? handle.studio : undefined;
}

export function Layout({ children }: { children: ReactNode }) {
  const page = useAudiencePage();
  if (page) return <AudienceDocument page={page}>{children}</AudienceDocument>;
  return <StudioDocument>{children}</StudioDocument>;
}

function StudioDocument({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  const handles = useMatches().map(({ handle }) => handle);
  const studio = handles.map(studioOf).find(Boolean);
  const still = handles.some(isStill);
  const wished = new URLSearchParams(useLocation().search).get('theme');
  const [chosen] = useTheme();
  const theme = still && wished === 'light' ? 'light' : chosen;
  return (
    <html
      lang="en"
      data-theme={studio ? 'dark' : theme}
      data-fixed-theme={studio || still ? 'true' : undefined}
      data-studio={studio}
      // theme-boot.js sets the person's theme before React arrives.
      suppressHydrationWarning
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={studio ? 'dark' : 'dark light'} />
        <link rel="icon" href={favicon} type="image/svg+xml" />
        <script src={themeBoot} />
        <Meta />
        <Links />
      </head>
      <body>
        <p className="too-old">
          This browser is too old for this page. It needs iOS or Safari {OLDEST.safari}, Chrome or Edge{' '}
          {OLDEST.chrome}, Firefox {OLDEST.firefox}, or a newer one.
        </p>
        <ToastProvider>{children}</ToastProvider>
        {still ? null : (
          <>
            <ScrollRestoration nonce={nonce} />
            <Scripts nonce={nonce} />
          </>
        )}
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
