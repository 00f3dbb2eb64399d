import type { BrowserContext, Page } from 'playwright';
import { until } from '../time/until';

/**
 * Thirty texts that run a script, break out of their place or change the page where a page does not treat
 * them as text (safety T15). `__x()` records that it ran. Each fits into the shortest field there is, a
 * viewer's name of 30 code points.
 */
export const SCRIPTS = [
  '<script>__x()</script>',
  '<img src=x onerror=__x()>',
  '"><svg onload=__x()>',
  "'><svg onload=__x()>",
  '</title><svg onload=__x()>',
  '</script><svg onload=__x()>',
  '</textarea><svg onload=__x()>',
  '<iframe src=javascript:__x()>',
  '<body onload=__x()>',
  '<a onfocus=__x() autofocus>',
  '<details open ontoggle=__x()>',
  '<video src=x onerror=__x()>',
  '<math href=javascript:__x()>',
  '<a href=javascript:__x()>a</a>',
  '<base href=//evil.example>',
  '<style>*{display:none}</style>',
  '<!--<svg onload=__x()>-->',
  '<![CDATA[<svg onload=__x()>]]>',
  '&lt;svg onload=__x()&gt;',
  '&#60;svg onload=__x()&#62;',
  '%3Csvg onload=__x()%3E',
  '\\u003csvg onload=__x()>',
  '" onmouseover="__x()',
  "' autofocus onfocus='__x()",
  '<object data=javascript:__x()>',
  '<template><svg onload=__x()>',
  '{{constructor.__x()}}',
  '${__x()}',
  'javascript:__x()',
  '<<svg/onload=__x()//',
] as const;

/** What the pages of a browser did that no text may make them do; empty is what is promised. */
export async function watchScripts(context: BrowserContext): Promise<string[]> {
  const deeds: string[] = [];
  await context.exposeFunction('touchlineTest', (deed: string) => void deeds.push(deed));
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      deeds.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
  await context.addInitScript(() => {
    const tell = (deed: string) => {
      const said: unknown = Reflect.get(window, 'touchlineTest');
      if (typeof said === 'function') said(`${deed} at ${location.href}`);
    };
    Reflect.set(window, '__x', () => {
      Reflect.set(window, '__xss', true);
      tell('a script ran');
      alert('a script ran');
    });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      tell(`policy: ${violatedDirective} ${blockedURI} ${sample}`),
    );
  });
  return deeds;
}

/** Everything a page and its frames show as text: text nodes, fields, and texts for screen readers. */
async function textOf(page: Page): Promise<string> {
  const texts = await Promise.all(
    page.frames().map((frame) =>
      frame.evaluate(() => {
        const parts = [document.title];
        for (const element of document.querySelectorAll('*')) {
          for (const { name, value } of element.attributes) {
            if (name.startsWith('on')) throw new Error(`<${element.tagName} ${name}>`);
            if (/^\s*javascript:/i.test(value) && name !== 'value' && !/^(title|aria-|alt)/.test(name))
              throw new Error(`<${element.tagName} ${name}="${value}">`);
            if (/^(title|aria-label|aria-description|alt|placeholder)$/.test(name)) parts.push(value);
          }
          if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
            parts.push(element.value);
        }
        const body = document.body.cloneNode(true) as HTMLElement;
        for (const code of body.querySelectorAll('script, style')) code.remove();
        parts.push(body.textContent);
        return parts.join('\n');
      }),
    ),
  );
  return texts.join('\n');
}

/** Waits until a page shows each of these as it was put in; fails with those that it does not. */
export async function showsAll(page: Page, texts: Iterable<string>): Promise<void> {
  const wanted = [...texts];
  let missing = wanted;
  await until(
    'the texts to be shown',
    async () => {
      const shown = await textOf(page);
      missing = wanted.filter((text) => !shown.includes(text));
      return missing.length === 0;
    },
    { timeoutMs: 10_000, everyMs: 50 },
  ).catch((error: unknown) => {
    const cause = error instanceof Error ? error.cause : undefined;
    throw new Error(`${page.url()} does not show ${missing.join('   ')} ${String(cause ?? '')}`);
  });
}
