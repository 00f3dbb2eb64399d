import { readdirSync } from 'node:fs';
import checkFile from 'eslint-plugin-check-file';
import globals from 'globals';
import hooks from 'eslint-plugin-react-hooks';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { walls } from './eslint.walls.js';

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
    'Browsers that we support lack it (core/browser-floor.ts). For AbortSignal: timeLimit of app/realtime/client/json-request.ts.',
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
