import type { Graphic, GraphicKind } from '../../contract/graphics';

/** The kinds as people call them. */
export const KIND_NAMES: Record<GraphicKind, string> = {
  'score-bug': 'Score bug',
  clock: 'Clock',
  'lower-third': 'Lower third',
  'line-up': 'Line-up',
  title: 'Title',
  countdown: 'Countdown',
  qr: 'QR code',
  text: 'Text',
};

/** What a graphic is called in the list and in the log: its name, else its kind with what it says. */
export function graphicName({
  name,
  ...graphic
}: Pick<Graphic, 'name'> & Pick<Graphic, 'kind' | 'content'>): string {
  if (name) return name;
  const { content } = graphic;
  const said =
    'title' in content
      ? content.title
      : 'text' in content
        ? content.text
        : 'label' in content
          ? content.label
          : '';
  return said ? `${KIND_NAMES[graphic.kind]} “${said}”` : KIND_NAMES[graphic.kind];
}
