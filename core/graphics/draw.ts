import { type Graphic, THEME_DEFAULTS } from '../../contract/graphics';
import type { FrameSize } from '../layout';
import { anchorOf, type Drawn, type DrawFacts, type Sheet } from './parts';
import type { DrawTools } from './pen';
import { drawClock, drawCountdown, drawScoreBug } from './score-kinds';
import { drawLineUp, drawLowerThird, drawQr, drawText, drawTitle } from './word-kinds';

/**
 * The parts of a graphic over a frame of a size. The engine, the preview and pages in a browser draw these
 * same parts, each with its own pen.
 */
export function drawGraphic(graphic: Graphic, facts: DrawFacts, frame: FrameSize, tools: DrawTools): Drawn {
  const { kind, theme, position } = graphic;
  const sheet: Sheet = {
    frame,
    tools,
    theme: { ...THEME_DEFAULTS, ...theme },
    unit: (frame.height / 720) * (position.scale ?? 1),
    anchor: anchorOf(kind, position),
  };
  switch (graphic.kind) {
    case 'score-bug':
      return drawScoreBug(sheet, graphic.content, facts);
    case 'clock':
      return drawClock(sheet, graphic.content, facts);
    case 'lower-third':
      return drawLowerThird(sheet, graphic.content);
    case 'line-up':
      return drawLineUp(sheet, graphic.content);
    case 'title':
      return drawTitle(sheet, graphic.content);
    case 'countdown':
      return drawCountdown(sheet, graphic.content, facts);
    case 'qr':
      return drawQr(sheet, graphic.content);
    case 'text':
      return drawText(sheet, graphic.content);
  }
}

/** Those that would hide what the slate says. */
export const hidesSlate = ({ kind }: Pick<Graphic, 'kind'>): boolean =>
  kind === 'title' || kind === 'line-up';
