/**
 * Options of Remix; vite.config.ts hands them to its Vite plugin. The pages lie in app/routes, named by
 * Remix's flat rules.
 *
 * Single fetch stays off: it routes every loader of a page through one turbo-stream answer, and the control
 * API's routes (and the published holes that 2.17.5 closes) are easier to reason about without it.
 *
 * @type {import('@remix-run/dev').VitePluginConfig}
 */
export default {
  appDirectory: 'app',
  buildDirectory: 'build',
  serverModuleFormat: 'esm',
  // The gallery of states is for developers: only `npm run dev` has its addresses.
  ignoredRouteFiles: [
    ...['**/.*', '**/*.test.{ts,tsx}'],
    ...(process.env.NODE_ENV === 'development' ? [] : ['**/gallery*']),
  ],
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_lazyRouteDiscovery: false,
    v3_singleFetch: false,
  },
};
