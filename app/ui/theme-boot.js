/* global document, localStorage, matchMedia */
// Runs before the first paint, as a file of its own (the CSP has no inline script on cached pages): see
// theme.ts.
(() => {
  const root = document.documentElement;
  if (root.dataset.fixedTheme) return;
  let theme = null;
  try {
    theme = localStorage.getItem('touchline.theme');
  } catch {
    theme = null;
  }
  if (theme !== 'dark' && theme !== 'light') {
    theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  }
  root.dataset.theme = theme;
})();
