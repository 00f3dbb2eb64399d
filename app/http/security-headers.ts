export type PageKind = 'crew' | 'watch' | 'embed' | 'api' | 'description' | 'asset';

/** Which of the header sets of design §9 an address gets. Join pages and the camera's get the crew's. */
export function pageKind(pathname: string): PageKind {
  if (/^\/(assets|fonts)\//.test(pathname)) return 'asset';
  if (pathname === '/api/v1/openapi.json') return 'description';
  if (/^\/(api|recordings|hls|healthz|readyz|metrics)(\/|$)/.test(pathname)) return 'api';
  if (/^\/(watch|show)\//.test(pathname)) return 'watch';
  if (/^\/iframe\//.test(pathname)) return 'embed';
  return 'crew';
}

export interface HeaderInput {
  nonce: string;
  /** The page's own origin: older Safari does not count WebSockets as 'self'. */
  origin: string;
  /** Browsers' address of LiveKit, or null where the edge passes it through on the page's own origin. */
  livekitUrl: string | null;
  mode?: 'production' | 'development';
}

const webSocketOf = (origin: string) => origin.replace(/^http/, 'ws');
const httpOf = (url: string) => url.replace(/^ws/, 'http');

/** Players of the platforms (plugins' watch addresses). */
const PLAYERS = [
  'https://www.youtube.com',
  'https://www.youtube-nocookie.com',
  'https://player.twitch.tv',
  'https://www.twitch.tv',
];

/**
 * On every answer. `same-origin` opener and resource policies keep other sites from holding or embedding
 * ours.
 */
const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
} as const;

const NO_PAGE = {
  ...ALWAYS,
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'Referrer-Policy': 'no-referrer',
} as const;

/**
 * A page of the crew may be reached by a client-side step from any other, and keeps the first one's policy:
 * so they share one.
 */
const PERMISSIONS =
  'camera=(self), microphone=(self), screen-wake-lock=(self), fullscreen=(self), autoplay=(self), picture-in-picture=(self), ' +
  'geolocation=(), payment=(), usb=(), serial=(), midi=()';

/** Headers of an answer, by the kind of page (design §9). */
export function securityHeaders(kind: PageKind, input: HeaderInput): Record<string, string> {
  switch (kind) {
    case 'asset':
      return { ...ALWAYS };
    case 'api':
      return { ...NO_PAGE, 'Cache-Control': 'no-store' };
    // The one answer of the API that is the same for everybody: it says itself how long (app/api).
    case 'description':
      return NO_PAGE;
    case 'crew': {
      // The gallery of `npm run dev` shows each state in a frame.
      const frames = input.mode === 'development' ? "'self'" : "'none'";
      return {
        ...page(input, { scripts: `'self' 'nonce-${input.nonce}'`, frames, ancestors: frames }),
        'Referrer-Policy': 'no-referrer',
        'Permissions-Policy': PERMISSIONS,
        'X-Frame-Options': input.mode === 'development' ? 'SAMEORIGIN' : 'DENY',
        'Cache-Control': 'no-store',
      };
    }
    case 'watch':
      return {
        ...page(input, { scripts: "'self'", frames: ["'self'", ...PLAYERS].join(' '), ancestors: "'none'" }),
        // YouTube's player shows error 153 without a referrer.
        'Referrer-Policy': 'strict-origin-when-cross-origin',
        'Permissions-Policy': permissionsOf(PLAYERS),
        'X-Frame-Options': 'DENY',
      };
    case 'embed':
      return {
        // Which sites may frame it is the event's owner's choice: its route says so.
        ...page(input, { scripts: "'self'", frames: "'none'", ancestors: "'none'" }),
        'Cross-Origin-Resource-Policy': 'cross-origin',
        // A page that is isolated itself (for SharedArrayBuffer) shows only frames that are (HTML, "COEP").
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Referrer-Policy': 'strict-origin-when-cross-origin',
        'Permissions-Policy': permissionsOf([]),
      };
  }
}

/** A viewer's page plays pictures and nothing else, and lets the platforms' players do so. */
function permissionsOf(players: readonly string[]): string {
  const allowed = ['self', ...players.map((origin) => `"${origin}"`)].join(' ');
  const used = ['autoplay', 'fullscreen', 'picture-in-picture', 'encrypted-media'];
  const refused = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'midi'];
  return [...used.map((name) => `${name}=(${allowed})`), ...refused.map((name) => `${name}=()`)].join(', ');
}

interface Sources {
  scripts: string;
  frames: string;
  ancestors: string;
}

/** The headers of a page's policy. Audience pages have no nonce: their HTML is the same for everybody. */
export function page(input: Omit<HeaderInput, 'nonce'>, sources: Sources): Record<string, string> {
  const livekit = input.livekitUrl ? [input.livekitUrl, httpOf(input.livekitUrl)] : [];
  const development = input.mode === 'development';
  const policy = {
    'default-src': "'none'",
    'script-src': sources.scripts,
    // Vite's development server puts styles into the page by script, and reloads it over a socket of its own.
    'style-src': development ? "'self' 'unsafe-inline'" : "'self'",
    // Sizes and positions that are computed; no selector and no url() of consequence fits into an attribute.
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'media-src': "'self' blob:",
    'worker-src': "'self' blob:",
    'manifest-src': "'self'",
    'connect-src': ["'self'", webSocketOf(input.origin), ...livekit, ...(development ? ['ws:'] : [])].join(
      ' ',
    ),
    'frame-src': sources.frames,
    'form-action': "'self'",
    'base-uri': "'none'",
    'object-src': "'none'",
    'frame-ancestors': sources.ancestors,
  };
  const line = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  return { ...ALWAYS, 'Content-Security-Policy': line.join('; ') };
}
