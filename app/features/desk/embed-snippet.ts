const ESCAPES: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };
const attribute = (text: string) => text.replace(/[&"<>]/g, (character) => ESCAPES[character] ?? character);

/** HTML that shows an event's player on another site; each attribute is explained in docs/embed.md. */
export function embedSnippet(embedUrl: string, title: string): string {
  return [
    `<iframe src="${attribute(embedUrl)}" title="${attribute(title)}, live"`,
    '  width="960" height="540" style="border:0;max-width:100%"',
    '  allow="autoplay; fullscreen; picture-in-picture"',
    '  sandbox="allow-scripts allow-same-origin allow-popups"',
    '  referrerpolicy="strict-origin-when-cross-origin"></iframe>',
  ].join('\n');
}
