import type { GraphicContents } from '../../contract/graphics';
import type { ScoreSide } from '../../contract/score';
import { type Drawn, type DrawFacts, even, NOTHING, type Part, placed, type Sheet } from './parts';
import { digitsWidth, fit, type FittedText, inkOn, withOpacity, writeDigits, writeLine } from './pen';
import { clockReading, countdownReading, PERIOD_WORDS } from './readings';

/** Graphics that count: the score bug, its clock alone, and the countdown. */

const BOLD = 700;
const GROUND = 0.92;

/** One field of a row of them. */
interface Field {
  width: number;
  ground: string;
  strip?: string | undefined;
  text: FittedText;
  color: string;
}

/** Names, points and clock in one row; the clock is a part of its own. Nothing before the sides are named. */
export function drawScoreBug(
  sheet: Sheet,
  { clock, period }: GraphicContents['score-bug'],
  facts: DrawFacts,
): Drawn {
  const { score } = facts;
  if (!score) return NOTHING;
  const { unit, theme } = sheet;
  const height = even(46 * unit);
  const periodWord = period && score.period ? PERIOD_WORDS[score.period] : '';
  const fields = [
    nameField(sheet, score.home, theme.home),
    pointsField(sheet, score.home),
    pointsField(sheet, score.away),
    nameField(sheet, score.away, theme.away),
    ...(periodWord ? [wordField(sheet, periodWord)] : []),
  ];
  const width = even(fields.reduce((sum, field) => sum + field.width, 0));
  const reading = clock ? clockReading(facts) : null;
  const clockWidth = reading === null ? 0 : clockBoxWidth(sheet, reading);
  const { x, y } = placed(sheet.anchor, { width: width + clockWidth, height }, sheet.frame);
  const base: Part = {
    ...{ x, y, width, height },
    key: JSON.stringify(['score-bug', width, height, theme, score.home, score.away, periodWord]),
    draw(pen) {
      let at = 0;
      for (const field of fields) {
        pen.fillStyle = field.ground;
        pen.fillRect(at, 0, field.width, height);
        if (field.strip) {
          pen.fillStyle = field.strip;
          pen.fillRect(at, 0, stripOf(unit), height);
        }
        const left = field.strip ? stripOf(unit) : 0;
        writeLine(
          pen,
          field.text,
          field.color,
          { x: at + left, y: 0, width: field.width - left, height },
          'center',
        );
        at += field.width;
      }
    },
  };
  const parts =
    reading === null ? [base] : [base, clockPart(sheet, reading, x + width, y, clockWidth, height)];
  return { parts, shade: 0 };
}

const stripOf = (unit: number) => even(8 * unit);

function nameField({ tools, theme, unit }: Sheet, { short }: ScoreSide, strip: string): Field {
  const text = fit(tools, short, BOLD, 26 * unit, 120 * unit);
  const width = even(Math.max(72 * unit, text.width + 28 * unit) + stripOf(unit));
  return { width, ground: withOpacity(theme.ground, GROUND), strip, text, color: theme.text };
}

function pointsField({ tools, theme, unit }: Sheet, { points }: ScoreSide): Field {
  const text = fit(tools, String(points), BOLD, 28 * unit, 90 * unit);
  const width = even(Math.max(46 * unit, text.width + 20 * unit));
  return { width, ground: theme.accent, text, color: inkOn(theme.accent) };
}

function wordField({ tools, theme, unit }: Sheet, word: string): Field {
  const text = fit(tools, word, 600, 20 * unit, 80 * unit);
  return {
    width: even(text.width + 24 * unit),
    ground: withOpacity(theme.ground, GROUND),
    text,
    color: theme.text,
  };
}

const clockBoxWidth = ({ tools, unit }: Sheet, reading: string) =>
  even(digitsWidth(tools, reading, BOLD, 26 * unit) + 28 * unit);

function clockPart(sheet: Sheet, reading: string, x: number, y: number, width: number, height: number): Part {
  const { theme, unit, tools } = sheet;
  return {
    ...{ x, y, width, height },
    key: JSON.stringify(['clock', reading, width, height, theme.ground, theme.text]),
    draw(pen) {
      pen.fillStyle = withOpacity(theme.ground, GROUND);
      pen.fillRect(0, 0, width, height);
      const look = { weight: BOLD, size: 26 * unit, color: theme.text };
      writeDigits(pen, tools, reading, look, { x: 0, y: 0, width, height });
    },
  };
}

export function drawClock(sheet: Sheet, { label }: GraphicContents['clock'], facts: DrawFacts): Drawn {
  const reading = clockReading(facts);
  if (reading === null) return NOTHING;
  const { unit } = sheet;
  const height = even(46 * unit);
  const clockWidth = clockBoxWidth(sheet, reading);
  const word = label ? wordField(sheet, label) : null;
  const wordWidth = word?.width ?? 0;
  const { x, y } = placed(sheet.anchor, { width: wordWidth + clockWidth, height }, sheet.frame);
  const digits = clockPart(sheet, reading, x + wordWidth, y, clockWidth, height);
  if (!word) return { parts: [digits], shade: 0 };
  const base: Part = {
    ...{ x, y, width: wordWidth, height },
    key: JSON.stringify(['label', label, wordWidth, height, sheet.theme]),
    draw(pen) {
      pen.fillStyle = word.ground;
      pen.fillRect(0, 0, wordWidth, height);
      writeLine(pen, word.text, word.color, { x: 0, y: 0, width: wordWidth, height }, 'center');
    },
  };
  return { parts: [base, digits], shade: 0 };
}

/** A label above large digits; each of the two is a part of its own. */
export function drawCountdown(
  sheet: Sheet,
  { label, until }: GraphicContents['countdown'],
  { nowMs }: DrawFacts,
): Drawn {
  const { unit, theme, tools } = sheet;
  const reading = countdownReading(until, nowMs);
  const size = 64 * unit;
  const words = label ? fit(tools, label, 600, 26 * unit, 560 * unit) : null;
  const digits = digitsWidth(tools, reading, BOLD, size);
  const width = even(Math.max(digits, words?.width ?? 0) + 48 * unit);
  const above = words ? even(44 * unit) : 0;
  const height = even(84 * unit);
  const { x, y } = placed(sheet.anchor, { width, height: above + height }, sheet.frame);
  const counted: Part = {
    ...{ x, y: y + above, width, height },
    key: JSON.stringify(['countdown', reading, width, height, theme.ground, theme.text]),
    draw(pen) {
      pen.fillStyle = withOpacity(theme.ground, GROUND);
      pen.fillRect(0, 0, width, height);
      writeDigits(
        pen,
        tools,
        reading,
        { weight: BOLD, size, color: theme.text },
        { x: 0, y: 0, width, height },
      );
    },
  };
  if (!words) return { parts: [counted], shade: 0 };
  const head: Part = {
    ...{ x, y, width, height: above },
    key: JSON.stringify(['countdown-label', label, width, above, theme.accent]),
    draw(pen) {
      pen.fillStyle = theme.accent;
      pen.fillRect(0, 0, width, above);
      writeLine(pen, words, inkOn(theme.accent), { x: 0, y: 0, width, height: above }, 'center');
    },
  };
  return { parts: [head, counted], shade: 0 };
}
