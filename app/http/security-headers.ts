export type PageKind = 'crew' | 'watch' | 'api' | 'asset';

/** Which of the header sets of design §9 an address gets. Join pages and the camera's get the crew's. */
export function pageKind(pathname: string): PageKind {
  if (/^\/(assets|fonts)\//.test(pathname)) return 'asset';
  if (/^\/(api|recordings|hls|healthz|readyz|metrics)(\/|$)/.test(pathname)) return 'api';
  if (/^\/watch\//.test(pathname)) return 'watch';
  return 'crew';
}

export interface HeaderInput {
  nonce: string;
  /** The page's own origin: older Safari does not count WebSockets as 'self'. */
  origin: string;
  /** Browsers' address of LiveKit, or null where the edge passes it through on the page's own origin. */
  livekitUrl: string | null;
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

/** On every answer. `same-origin` opener and resource policies keep other sites from holding or embedding ours. */
const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
} as const;

/** A page may be reached by a client-side step from any other, and keeps the first one's policy: so all pages share one. */
const PERMISSIONS =
  'camera=(self), microphone=(self), screen-wake-lock=(self), fullscreen=(self), autoplay=(self), picture-in-picture=(self), ' +
  'geolocation=(), payment=(), usb=(), serial=(), midi=()';

/** Headers of an answer, by the kind of page (design §9). */
export function securityHeaders(kind: PageKind, input: HeaderInput): Record<string, string> {
  switch (kind) {
    case 'asset':
      return { ...ALWAYS };
    case 'api':
      return {
        ...ALWAYS,
        'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-store',
      };
    case 'crew':
      return page(input, 'no-referrer', "'none'");
    case 'watch':
      // YouTube's player shows error 153 without a referrer.
      return page(input, 'strict-origin-when-cross-origin', PLAYERS.join(' '));
  }
}

function page(input: HeaderInput, referrer: string, frames: string): Record<string, string> {
  const livekit = input.livekitUrl ? [input.livekitUrl, httpOf(input.livekitUrl)] : [];
  const policy = {
    'default-src': "'none'",
    'script-src': `'self' 'nonce-${input.nonce}'`,
    'style-src': "'self'",
    // Sizes and positions that are computed; no selector and no url() of consequence fits into an attribute.
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'media-src': "'self' blob:",
    'worker-src': "'self' blob:",
    'manifest-src': "'self'",
    'connect-src': ["'self'", webSocketOf(input.origin), ...livekit].join(' '),
    'frame-src': frames,
    'form-action': "'self'",
    'base-uri': "'none'",
    'object-src': "'none'",
    'frame-ancestors': "'none'",
  };
  return {
    ...ALWAYS,
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'Referrer-Policy': referrer,
    'Permissions-Policy': PERMISSIONS,
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
  };
}
