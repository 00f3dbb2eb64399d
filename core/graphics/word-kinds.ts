import type { GraphicContents } from '../../contract/graphics';
import { breakTitle, directionOf } from '../title-lines';
import { type Drawn, even, type Part, placed, safeSize, type Sheet } from './parts';
import { fit, type Pen, withOpacity, writeLine } from './pen';

/** Graphics that say something: lower third, title, text, line-up, and the QR code. */

const GROUND = 0.92;

/** One part, whose key is everything that it depends on. */
function onePart(
  sheet: Sheet,
  says: readonly unknown[],
  size: { width: number; height: number },
  draw: (pen: Pen) => void,
  shade = 0,
): Drawn {
  const { width, height } = size;
  const part: Part = {
    ...placed(sheet.anchor, size, sheet.frame),
    ...{ width, height },
    key: JSON.stringify([...says, width, height, sheet.theme, sheet.unit]),
    draw,
  };
  return { parts: [part], shade };
}

/** Name and function of a person: two lines with a strip of colour where they begin. */
export function drawLowerThird(sheet: Sheet, { title, subtitle }: GraphicContents['lower-third']): Drawn {
  const { unit, theme, tools, frame } = sheet;
  const strip = even(10 * unit);
  const pad = 22 * unit;
  const room = safeSize(frame).width * 0.75 - strip - 2 * pad;
  const name = fit(tools, title, 700, 38 * unit, room);
  const under = subtitle ? fit(tools, subtitle, 500, 25 * unit, room) : null;
  const width = even(Math.max(name.width, under?.width ?? 0, 180 * unit) + strip + 2 * pad);
  const first = even(60 * unit);
  const height = first + (under ? even(42 * unit) : 0);
  return onePart(sheet, ['lower-third', title, subtitle], { width, height }, (pen) => {
    const isRightToLeft = directionOf(title) === 'rtl';
    pen.fillStyle = withOpacity(theme.ground, GROUND);
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = theme.accent;
    pen.fillRect(isRightToLeft ? width - strip : 0, 0, strip, height);
    const x = (isRightToLeft ? 0 : strip) + pad;
    const inner = width - strip - 2 * pad;
    writeLine(pen, name, theme.text, { x, y: 0, width: inner, height: first });
    if (under) {
      const rest = { x, y: first - 6 * unit, width: inner, height: height - first };
      writeLine(pen, under, withOpacity(theme.text, 0.85), rest);
    }
  });
}

/** Lines of a text that are as wide as they may be, and the widest of them. */
function broken(sheet: Sheet, text: string, weight: number, size: number, room: number) {
  const font = sheet.tools.font(text, weight, size);
  const widthOf = (line: string) => sheet.tools.widthOf(line, font);
  const lines = breakTitle(text, room, widthOf);
  return { lines, font, width: Math.min(room, Math.max(...lines.map(widthOf))) };
}

export function drawText(sheet: Sheet, { text }: GraphicContents['text']): Drawn {
  const { unit, theme, frame } = sheet;
  const pad = 20 * unit;
  const lineHeight = 38 * unit;
  const {
    lines,
    font,
    width: wide,
  } = broken(sheet, text, 600, 28 * unit, safeSize(frame).width * 0.6 - 2 * pad);
  const width = even(wide + 2 * pad);
  const height = even(Math.min(safeSize(frame).height, lines.length * lineHeight + pad));
  return onePart(sheet, ['text', text], { width, height }, (pen) => {
    pen.fillStyle = withOpacity(theme.ground, GROUND);
    pen.fillRect(0, 0, width, height);
    lines.forEach((line, i) => {
      const box = { x: pad, y: pad / 2 + i * lineHeight, width: width - 2 * pad, height: lineHeight };
      writeLine(pen, { text: line, font }, theme.text, box, 'center');
    });
  });
}

/** Over the whole picture, which is darkened by the mixer and not by these pixels. */
export function drawTitle(sheet: Sheet, { title, subtitle }: GraphicContents['title']): Drawn {
  const { unit, theme, frame, tools } = sheet;
  const room = safeSize(frame).width * 0.85;
  const lineHeight = 84 * unit;
  const words = broken(sheet, title, 700, 68 * unit, room);
  const under = subtitle ? fit(tools, subtitle, 500, 34 * unit, room) : null;
  const rule = even(6 * unit);
  const width = even(Math.min(frame.width, Math.max(words.width, under?.width ?? 0) + 24 * unit));
  const above = words.lines.length * lineHeight;
  const height = even(above + rule + 20 * unit + (under ? 60 * unit : 0));
  const draw = (pen: Pen) => {
    words.lines.forEach((line, i) => {
      const box = { x: 0, y: i * lineHeight, width, height: lineHeight };
      writeLine(pen, { text: line, font: words.font }, theme.text, box, 'center');
    });
    pen.fillStyle = theme.accent;
    pen.fillRect(width / 2 - 60 * unit, above + 8 * unit, 120 * unit, rule);
    if (!under) return;
    const box = { x: 0, y: above + rule + 16 * unit, width, height: 60 * unit };
    writeLine(pen, under, withOpacity(theme.text, 0.9), box, 'center');
  };
  return onePart(sheet, ['title', title, subtitle], { width, height }, draw, 0.6);
}

/** In one column, or in two where there are many. */
export function drawLineUp(sheet: Sheet, { title, players }: GraphicContents['line-up']): Drawn {
  const { unit, theme, tools, frame } = sheet;
  const columns = players.length > 9 ? 2 : 1;
  const rows = Math.ceil(players.length / columns);
  const safe = safeSize(frame);
  const column = Math.min(430 * unit, safe.width / columns);
  const head = even(64 * unit);
  const pad = 18 * unit;
  const row = Math.min(46 * unit, (safe.height - head - 2 * pad) / rows);
  const width = even(column * columns);
  const height = even(head + rows * row + 2 * pad);
  const heading = fit(tools, title, 700, 34 * unit, width - 2 * pad);
  const numberWidth = 52 * unit;
  const size = Math.min(26 * unit, row * 0.6);
  const names = players.map(({ name }) => fit(tools, name, 600, size, column - numberWidth - 2 * pad));
  const numbers = players.map(({ number }) => fit(tools, number, 700, size, numberWidth));
  const says = ['line-up', title, players];
  return onePart(
    sheet,
    says,
    { width, height },
    (pen) => {
      pen.fillStyle = withOpacity(theme.ground, GROUND);
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = theme.accent;
      pen.fillRect(0, head - even(4 * unit), width, even(4 * unit));
      writeLine(pen, heading, theme.text, { x: pad, y: 0, width: width - 2 * pad, height: head }, 'center');
      players.forEach((_, i) => {
        const [name, number] = [names[i], numbers[i]];
        const x = Math.floor(i / rows) * column + pad;
        const y = head + pad + (i % rows) * row;
        const inner = { y, height: row };
        if (number?.text)
          writeLine(pen, number, theme.accent, { ...inner, x, width: numberWidth - 12 * unit });
        if (name) {
          const width = column - numberWidth - 2 * pad;
          writeLine(pen, name, theme.text, { ...inner, x: x + numberWidth, width });
        }
      });
    },
    0.35,
  );
}

/** ISO/IEC 18004 wants four modules of light around it. */
const QUIET = 4;

/** Dark on white in every theme: phones' cameras need that. Its squares are whole pixels. */
export function drawQr(sheet: Sheet, { label, url, code }: GraphicContents['qr']): Drawn {
  const { unit, tools } = sheet;
  const modules = code.size + 2 * QUIET;
  const square = Math.max(2, Math.round((190 * unit) / modules));
  const side = even(square * modules);
  const below = label ? even(40 * unit) : 0;
  const words = label ? fit(tools, label, 600, 22 * unit, side - 12 * unit) : null;
  const size = { width: side, height: side + below };
  return onePart(sheet, ['qr', label, url], size, (pen) => {
    pen.fillStyle = '#ffffff';
    pen.fillRect(0, 0, side, side + below);
    pen.fillStyle = '#000000';
    for (let i = 0; i < code.size * code.size; i += 1) {
      const digit = Number.parseInt(code.bits[Math.floor(i / 4)] ?? '0', 16);
      if (((digit >> (3 - (i % 4))) & 1) === 0) continue;
      const row = Math.floor(i / code.size);
      const column = i % code.size;
      pen.fillRect((column + QUIET) * square, (row + QUIET) * square, square, square);
    }
    if (words) {
      const box = { x: 6 * unit, y: side - square * 2, width: side - 12 * unit, height: below };
      writeLine(pen, words, '#101317', box, 'center');
    }
  });
}
