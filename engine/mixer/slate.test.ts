import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { familiesFor } from './fonts';
import { drawSlate } from './slate';
import { breakTitle, directionOf } from '../../core/title-lines';

function brightest(data: Uint8Array, width: number, fromRow: number, toRow: number): number {
  return data.subarray(fromRow * width, toRow * width).reduce((most, value) => Math.max(most, value), 0);
}

test.each([
  ['a short title', 'Final'],
  [
    'a long title',
    'Under-15 Girls Regional Championship, Quarter Final between Saint Nazaire and Bad Münstereifel',
  ],
  ['one very long word', 'W'.repeat(120)],
  ['a title without spaces', '字'.repeat(120)],
  ['Thai', 'ฟุตบอลชิงแชมป์แห่งประเทศไทยรอบชิงชนะเลิศ'],
  ['Arabic', 'مباراة الهلال ضد النصر'],
  ['other scripts', 'Žalgiris – Спартак – Ολυμπιακός'],
  ['nothing', ''],
])('%s stands inside the picture, on a ground that nobody takes for black', (_what, title) => {
  const { data } = drawSlate(title, 640, 360);
  expect(data.length).toBe((640 * 360 * 3) / 2);
  // ffmpeg's blackdetect calls a pixel black up to luma 38.
  const darkest = data.subarray(0, 640 * 360).reduce((least, value) => Math.min(least, value), 255);
  expect(darkest).toBeGreaterThan(45);
  expect(brightest(data, 640, 0, 20)).toBeLessThan(100);
  expect(brightest(data, 640, 340, 360)).toBeLessThan(100);
  if (title) expect(brightest(data, 640, 100, 260)).toBeGreaterThan(180);
  const edges = Array.from({ length: 360 }, (_, y) =>
    Math.max(data[y * 640 + 2] ?? 0, data[y * 640 + 637] ?? 0),
  );
  expect(Math.max(...edges)).toBeLessThan(100);
});

/** The picture of one text in white on black, by the families that a title of it gets. */
function picture(text: string): string {
  const canvas = createCanvas(200, 60);
  const context = canvas.getContext('2d');
  context.font = `40px ${familiesFor(text)}, sans-serif`;
  context.fillStyle = 'white';
  context.fillText(text, 5, 45);
  return Buffer.from(context.getImageData(0, 0, 200, 60).data).toString('base64');
}

test.each([
  ['Japanese', '浦', 'レ', 'ひ'],
  ['Chinese', '们', '国', '队'],
  ['Korean', '한', '국', '대'],
  ['Arabic', 'ع', 'ب', 'م'],
  ['Hebrew', 'ש', 'ל', 'מ'],
  ['Thai', 'ก', 'ข', 'ฟ'],
  ['Hindi', 'क', 'ख', 'ह'],
  ['Bengali', 'ক', 'খ', 'ব'],
  ['Tamil', 'க', 'த', 'ம'],
  ['Telugu', 'క', 'ఖ', 'మ'],
  ['Kannada', 'ಕ', 'ಖ', 'ಮ'],
  ['Malayalam', 'ക', 'ഖ', 'മ'],
  ['Gujarati', 'ક', 'ખ', 'મ'],
  ['Punjabi', 'ਕ', 'ਖ', 'ਮ'],
  ['Sinhala', 'ක', 'ඛ', 'ම'],
  ['Khmer', 'ក', 'ខ', 'ម'],
  ['Lao', 'ກ', 'ຂ', 'ມ'],
  ['Burmese', 'က', 'ခ', 'မ'],
  ['Georgian', 'ქ', 'ა', 'რ'],
  ['Armenian', 'Հ', 'ա', 'յ'],
  ['Amharic', 'ሀ', 'ለ', 'መ'],
  ['Odia', 'କ', 'ଖ', 'ମ'],
  ['Syriac', 'ܐ', 'ܒ', 'ܡ'],
  ['Dhivehi', 'ހ', 'ށ', 'މ'],
  ['Cherokee', 'Ꭰ', 'Ꭱ', 'Ꮳ'],
  ['Tibetan', 'ཀ', 'ཁ', 'མ'],
  ['Mongolian', 'ᠠ', 'ᠡ', 'ᠮ'],
  ['emoji', '⚽', '🏆', '👨‍👩‍👧‍👦'],
])('%s is drawn with letters of its own, not with boxes', (_script, ...letters) => {
  const box = picture('\u{10ffff}');
  const drawn = letters.map(picture);
  expect(drawn).not.toContain(box);
  expect(new Set(drawn).size).toBe(letters.length);
});

test('a title breaks between words, also of scripts without spaces, and within a word only where it must', () => {
  const count = (text: string) => [...text].length;
  expect(breakTitle('Under-15 Girls Final', 10, count)).toEqual(['Under-15', 'Girls', 'Final']);
  expect(breakTitle('全国高等学校野球選手権大会、決勝', 7, count)).toEqual([
    '全国高等学校',
    '野球選手権',
    '大会、決勝',
  ]);
  expect(breakTitle('W'.repeat(25), 10, count)).toEqual(['W'.repeat(10), 'W'.repeat(10), 'W'.repeat(5)]);
  expect(breakTitle('👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 7, count)).toEqual(['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦']);
  const thai = 'ฟุตบอลชิงแชมป์แห่งประเทศไทย';
  expect(breakTitle(thai, 14, count).length).toBeGreaterThan(1);
  expect(breakTitle(thai, 14, count).join('')).toBe(thai);
});

test('a title runs the way of its first letter', () => {
  for (const title of ['مباراة 2026', '⚽ גמר', '2026 – سلام']) expect(directionOf(title)).toBe('rtl');
  for (const title of ['Final مباراة', '浦和', '']) expect(directionOf(title)).toBe('ltr');
});
