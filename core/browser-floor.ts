/**
 * The oldest browsers that our pages are for. The build translates syntax to them (vite.config.ts), lint
 * keeps newer functions of the platform out of browser code (eslint.config.js), and an older browser shows a
 * sentence that names them (`.too-old` in app/ui/base.css). A style sheet knows them by the unit dvh, which
 * each of the three has since about this version (MDN, `<length>`, browser compatibility).
 */
export const OLDEST = { safari: '15.4', chrome: '108', firefox: '101' } as const;

/** For esbuild and Vite, which count Safari of an iPhone and Edge separately. */
export const BUILD_TARGETS = [
  'es2022',
  ...[`safari${OLDEST.safari}`, `ios${OLDEST.safari}`],
  ...[`chrome${OLDEST.chrome}`, `edge${OLDEST.chrome}`],
  `firefox${OLDEST.firefox}`,
];
