const word = (data: Record<string, unknown>, name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};

/** A row of the switch log as a sentence: "Cut to Halfway by Anna." */
export function switchText(kind: string, data: Record<string, unknown>): string {
  const to = word(data, 'toLabel');
  const from = word(data, 'fromLabel');
  const actor = word(data, 'actor');
  const by = actor ? ` by ${actor}` : '';
  if (word(data, 'source') === 'failover') {
    const reason = from ? `${from} stopped sending` : 'The camera on the air stopped sending';
    return `${reason}. ${to ? `Cut to ${to}` : 'Showing the slate'} by itself.`;
  }
  if (word(data, 'source') === 'auto') return `Back on ${to || 'the slate'} by itself.`;
  switch (kind) {
    case 'cut':
    case 'slate':
      return to ? `Cut to ${to}${by}.` : `Slate on the air${by}.`;
    case 'fade':
      return `${data.faded === false ? 'Faded in' : 'Faded to black'}${by}.`;
    case 'layout':
      return `Layout changed${by}.`;
    default:
      return `Program changed${by}.`;
  }
}
