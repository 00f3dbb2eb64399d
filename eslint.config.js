import { readdirSync } from 'node:fs';
import checkFile from 'eslint-plugin-check-file';
import globals from 'globals';
import hooks from 'eslint-plugin-react-hooks';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

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
      throw new Error(`eslint.config.js does not say what the folder ${folder} may import (mayImport).`);
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
      message: `${target} may import ${allowed.join(', ') || 'nothing'} (mayImport in eslint.config.js).`,
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

const walls = [
  ...Object.entries(mayImport).flatMap(([folder, allowed]) => (allowed ? zonesOf(folder, allowed) : [])),
  ...audienceWalls,
];

const pluginFolders = readdirSync(new URL('plugins', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const sql = {
  selector: "CallExpression[callee.property.name='unsafe']",
  message: 'Tagged templates only; text put together by hand is how injected SQL gets in (safety T20).',
};
const sqlOutsideDb = {
  selector:
    ':matches(TaggedTemplateExpression[tag.name=/^(sql|tx)$/i], TaggedTemplateExpression[tag.property.name=/sql$/i])',
  message: 'SQL has one home: put the statement into db/queries and call it by its name.',
};
const notify = {
  selector: "CallExpression[callee.property.name='notify']",
  message: 'A NOTIFY is rung by committing: use commit of db/commit.ts.',
};
const html = {
  selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
  message: 'Text nodes only: what people type must never become markup (safety T15).',
};

/**
 * Functions of the platform that the oldest supported browsers lack (core/browser-floor.ts; versions from
 * MDN). The build translates syntax to those browsers and adds no functions.
 */
const tooNew = [
  ...['any', 'timeout'].map((property) => ({ object: 'AbortSignal', property })),
  ...['canParse', 'parse'].map((property) => ({ object: 'URL', property })),
  ...['groupBy'].map((property) => ({ object: 'Object', property })),
  ...['withResolvers', 'try'].map((property) => ({ object: 'Promise', property })),
  { object: 'Array', property: 'fromAsync' },
  { object: 'RegExp', property: 'escape' },
  ...['toSorted', 'toReversed', 'toSpliced', 'isWellFormed', 'toWellFormed'].map((property) => ({
    property,
  })),
].map((one) => ({
  ...one,
  message:
    'Browsers that we support lack it (core/browser-floor.ts). For AbortSignal: app/realtime/client/time-limit.ts.',
}));

export default tseslint.config(
  {
    ignores: [
      'build/',
      'node_modules/',
      '.data/',
      '.cache/',
      'engine/mixer/simd/',
      'coverage/',
      '**/*.d.mts',
      '**/*.d.ts',
    ],
  },
  {
    rules: {
      // Code is wrapped by Prettier, which leaves comments alone.
      'max-len': ['error', { code: 1000, comments: 110, ignoreUrls: true }],
      eqeqeq: ['error', 'always'],
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-self-assign': 'error',
      'no-sparse-arrays': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-catch': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/only-throw-error': ['error', { allow: ['Response'] }],
      'no-restricted-syntax': ['error', sql, sqlOutsideDb, notify, html],
    },
  },
  {
    // Tests may look across walls: they prove that the rooms fit together.
    ignores: ['**/*.test.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.mjs'] })],
    },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...walls,
            // Nothing imports a page: Remix finds them.
            { target: './server.ts', from: ['./app/routes', './app/features', './app/ui'] },
            // A plug-in knows the contract, the shared rules and itself.
            ...pluginFolders.map((folder) => ({
              target: `./plugins/${folder}`,
              from: './plugins',
              except: ['./contract.ts', `./${folder}`],
            })),
          ],
        },
      ],
    },
  },
  {
    // One case for names. Those of routes are addresses, in Remix's own notation.
    ignores: ['app/routes/**'],
    plugins: { 'check-file': checkFile },
    rules: {
      'check-file/filename-naming-convention': [
        'error',
        { '**/*.{ts,tsx,mts,mjs,js}': 'KEBAB_CASE' },
        { ignoreMiddleExtensions: true },
      ],
    },
  },
  { files: ['app/**/*.{ts,tsx}'], plugins: { 'react-hooks': hooks }, rules: hooks.configs.recommended.rules },
  {
    // What browsers run. Of core the settings and the addresses of destinations are the server's alone.
    files: [
      'app/{features,audience,ui,realtime/client,routes}/**/*.{ts,tsx}',
      'app/*.tsx',
      'app/api/client.ts',
      '{contract,core}/**/*.ts',
    ],
    ignores: ['**/*.test.{ts,tsx}', '**/*.server.{ts,tsx}', 'core/settings.ts', 'core/address.ts'],
    rules: { 'no-restricted-properties': ['error', ...tooNew] },
  },
  {
    files: ['db/**/*.ts', 'tests/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', sql, html] },
  },
  {
    // A wait of fixed length is too short or too long: `until` and `holds` look; support/time/pace.ts waits.
    files: ['tests/{integration,e2e}/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: ['node:timers/promises', 'timers/promises'] }],
      'no-restricted-syntax': [
        'error',
        sql,
        html,
        {
          selector:
            "AwaitExpression > NewExpression[callee.name='Promise'] > ArrowFunctionExpression > CallExpression[callee.name='setTimeout']",
          message: 'Wait for a condition (until, holds), or say by tests/support/time/pace.ts what lasts.',
        },
      ],
    },
  },
  {
    // Migrations are files of SQL, and roles and databases have names that no parameter can stand for.
    files: ['db/migrate.ts', 'db/migrate/**/*.ts', 'tests/support/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', html] },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error', 'no-unreachable': 'error' },
  },
);
