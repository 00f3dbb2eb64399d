import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';

const require = createRequire(import.meta.url);

const INTER = '@fontsource-variable/inter';
/** Inter's, which other packages hold too. */
const LATIN = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'];

/**
 * Fonts for what Inter has no letters for, in the order in which they are asked. A machine's own fonts are
 * not relied on: a server has none for most of these.
 */
const OTHERS = [
  'arabic',
  'hebrew',
  'thai',
  'devanagari',
  'bengali',
  'tamil',
  'telugu',
  'kannada',
  'malayalam',
  'gujarati',
  'gurmukhi',
  'sinhala',
  'khmer',
  'lao',
  'myanmar',
  'georgian',
  'armenian',
  'ethiopic',
  'oriya',
  'syriac',
  'thaana',
  'cherokee',
].map((script) => `@fontsource-variable/noto-sans-${script}`);
const TIBETAN = '@fontsource-variable/noto-serif-tibetan';
const MONGOLIAN = '@fontsource/noto-sans-mongolian';
/** In one colour: the coloured ones are a file of 6 MB that takes a third of a second to read. */
const EMOJI = '@fontsource/noto-emoji';
const PICTURE = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}|\u20e3/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const JAPANESE = '@fontsource-variable/noto-sans-jp';
const KOREAN = '@fontsource-variable/noto-sans-kr';
const CHINESE = '@fontsource-variable/noto-sans-sc';

/** Of those that have one only, or no file for all of them. */
const WEIGHT: Readonly<Record<string, number>> = { [EMOJI]: 600, [MONGOLIAN]: 400 };

/** A file of a package, and the code points that it has letters for. */
interface Subset {
  family: string;
  file: string;
  ranges: readonly (readonly [from: number, to: number])[];
}

const subsets = new Map<string, Subset[]>();
const registered = new Set<string>();

/**
 * The families for a text, in the order of fallback, as CSS writes them; their files are loaded with their
 * first use. A subset has what Unicode's blocks give it, so a title needs two or three of some 400 files.
 */
export function familiesFor(text: string): string {
  const inter = subsetsOf(INTER);
  // Theirs last: the tables of those of Chinese name letters of other scripts too, which they have not.
  const packages = [...OTHERS, TIBETAN, ...hanFirst(text), MONGOLIAN];
  const found = [...graphemes.segment(text)].flatMap(({ segment }) => {
    const codes = [...segment].map((letter) => letter.codePointAt(0) ?? 0);
    if (PICTURE.test(segment)) return subsetFor(codes, [EMOJI]);
    return inter.some(({ ranges }) => has(ranges, codes[0])) ? [] : subsetFor(codes, packages);
  });
  const names = [...inter, ...found].map(register);
  return [...new Set(names)].map((name) => `"${name}"`).join(', ');
}

/** The first that has a whole picture such as a family, or a letter with its marks; else their base. */
function subsetFor(codes: readonly number[], packages: readonly string[]): Subset[] {
  for (const wanted of [codes, codes.slice(0, 1)]) {
    for (const name of packages) {
      const subset = subsetsOf(name).find(({ ranges }) => wanted.every((code) => has(ranges, code)));
      if (subset) return [subset];
    }
  }
  return [];
}

/** A character is drawn differently in Japanese, Korean and Chinese; its neighbours say which it is. */
function hanFirst(text: string): string[] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return [JAPANESE, CHINESE, KOREAN];
  if (/\p{Script=Hangul}/u.test(text)) return [KOREAN, JAPANESE, CHINESE];
  return [CHINESE, JAPANESE, KOREAN];
}

function subsetsOf(name: string): Subset[] {
  const known = subsets.get(name);
  if (known) return known;
  const short = name.replace(/^.*\//, '');
  const json: unknown = JSON.parse(readFileSync(require.resolve(`${name}/unicode.json`), 'utf8'));
  const read = Object.entries(json ?? {})
    .filter(([subset]) => name === INTER || !LATIN.includes(subset))
    .map(([subset, ranges]) => {
      const part = subset.replace(/^\[(.*)\]$/, '$1');
      return {
        family: `${short} ${part}`,
        file: fileOf(name, `${short}-${part}-${WEIGHT[name] ?? 'wght'}-normal`),
        ranges: String(ranges).split(',').map(rangeOf),
      };
    });
  subsets.set(name, read);
  return read;
}

/** `U+20` or `U+20-7E` */
function rangeOf(text: string): readonly [number, number] {
  const [from = '', to = from] = text.replace(/^U\+/i, '').split('-');
  return [parseInt(from, 16), parseInt(to, 16)];
}

function has(ranges: Subset['ranges'], code = 0): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to);
}

function fileOf(name: string, file: string): string {
  return path.join(path.dirname(require.resolve(name)), 'files', `${file}.woff2`);
}

function register({ family, file }: Subset): string {
  if (!registered.has(family)) GlobalFonts.registerFromPath(file, family);
  registered.add(family);
  return family;
}
