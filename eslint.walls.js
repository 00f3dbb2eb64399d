import { readdirSync } from 'node:fs';

/** Of the API only the client, which takes types of the table and no value. */
const CLIENT = 'app/api/client.ts';

/**
 * Folders, and the only ones next to themselves that each may import: imports point one way
 * (docs/architecture.md, "Which way imports point"). A file instead of a folder lets in that file alone.
 * ESLint does not start while a folder is missing here.
 */
const FEATURE = ['contract', 'core', 'app/realtime/client', 'app/ui', CLIENT];
const CREW_SCREEN = [...FEATURE, 'app/features/crew'];
const PHONE_SCREEN = [...FEATURE, 'app/features/phone-studio'];
const PROCESS = ['contract', 'core', 'db', 'livekit', 'setup', 'app/config'];
const mayImport = {
  contract: [],
  core: ['contract'],
  livekit: ['contract', 'core'],
  db: ['contract', 'core'],
  plugins: ['contract', 'core'],
  engine: ['contract', 'core', 'db', 'livekit', 'plugins'],

  'app/config': ['contract', 'core', 'db', 'livekit'],
  'app/domain': ['contract', 'core', 'db', 'livekit', 'plugins', 'app/config'],
  'app/realtime': ['contract', 'core', 'db', 'livekit', 'app/config', 'app/domain', CLIENT],
  'app/realtime/client': ['contract', 'core', CLIENT],
  'app/http': [
    ...['contract', 'core', 'db', 'app/config', 'app/domain', 'app/realtime', 'app/api', 'app/audience'],
  ],
  'app/api': [
    ...[
      'contract',
      'core',
      'db/secrets.ts',
      'plugins',
      'app/config',
      'app/domain',
      'app/http',
      'app/realtime',
    ],
  ],
  // A page hands over to the domain: the database, the plug-ins and the sockets are not its business.
  'app/routes': [
    ...['contract', 'core', 'app/api', 'app/audience', 'app/domain', 'app/features', 'app/http', 'app/ui'],
  ],

  'app/ui': [],
  // Of the crew's screens the audience knows the chat and the score; more of it in audienceWalls.
  'app/audience': [...FEATURE, 'app/features/chat', 'app/features/score', 'app/http'],
  'app/features/phone-studio': FEATURE,
  'app/features/crew': FEATURE,
  // It shows every screen; none knows it.
  'app/features/api-reference': FEATURE,
  'app/features/gallery': [...FEATURE, 'app/features', 'app/audience'],
  'app/features/events': FEATURE,
  'app/features/sign-in': FEATURE,
  'app/features/camera': PHONE_SCREEN,
  'app/features/host': [...PHONE_SCREEN, 'app/features/chat'],
  'app/features/chat': CREW_SCREEN,
  'app/features/score': [...CREW_SCREEN, 'app/features/phone-studio'],
  'app/features/destinations': CREW_SCREEN,
  'app/features/desk': [
    ...CREW_SCREEN,
    ...['app/features/chat', 'app/features/destinations', 'app/features/score'],
  ],
  'app/features/director': [
    ...CREW_SCREEN,
    ...['app/features/chat', 'app/features/destinations', 'app/features/score'],
  ],

  setup: ['contract', 'core', 'app/config'],
  // An error looks alike, whichever process answers it.
  edge: ['contract', 'core', 'db', 'app/config', 'app/http/error-answer.ts'],
  demo: [...PROCESS, 'engine', 'app/domain'],
  supervisor: [...PROCESS, 'app/domain', 'scripts/make'],
  scripts: [...PROCESS, 'engine', 'edge', 'demo', 'supervisor', 'app/api', 'app/domain', 'app/http'],
  // They prove that the rooms fit together.
  bench: null,
  tests: null,
};

const folders = Object.keys(mayImport);
for (const parent of ['.', 'app', 'app/features']) {
  for (const { name } of readdirSync(new URL(parent, import.meta.url), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && /^[a-z-]+$/.test(entry.name),
  )) {
    const folder = parent === '.' ? name : `${parent}/${name}`;
    if (
      !['build', 'coverage', 'docs', 'node_modules', 'patches'].includes(folder) &&
      !folders.some((one) => one.startsWith(folder))
    )
      throw new Error(`eslint.walls.js does not say what the folder ${folder} may import (mayImport).`);
  }
}

/** Whether one path is the other, or lies in it. */
const isIn = (path, folder) => path === folder || path.startsWith(`${folder}/`);

/** The zones of one folder: every other folder is closed, apart from what it may import. */
function zonesOf(target, allowed) {
  return folders
    .filter((other) => !isIn(other, target) && !allowed.some((one) => isIn(other, one)))
    .map((other) => ({
      target: `./${target}`,
      from: `./${other}`,
      except: [...allowed, target]
        .filter((one) => isIn(one, other))
        .map((one) => `.${one.slice(other.length)}`),
      message: `${target} may import ${allowed.join(', ') || 'nothing'} (mayImport in eslint.walls.js).`,
    }));
}

/**
 * The audience's pages load little: mayImport says of what, apart from these. Only what the server alone runs
 * (*.server.ts) knows http, and is known there.
 */
const audienceWalls = [
  { target: './app/audience/**/!(*.server).{ts,tsx}', from: './app/http' },
  { target: './app/audience/**/*.server.ts', from: './app', except: ['./audience', './http'] },
  { target: './app/audience', from: ['./app/features/chat/moderation', './app/features/score/scorer'] },
  { target: './app/http', from: './app/audience/**/*', except: ['**/*.server.ts'] },
];

/** For `import-x/no-restricted-paths`. */
export const walls = [
  ...Object.entries(mayImport).flatMap(([folder, allowed]) => (allowed ? zonesOf(folder, allowed) : [])),
  ...audienceWalls,
];
