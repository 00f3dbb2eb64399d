/** Scripts that are written without spaces between words. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** No line begins with these: they belong to what stands before. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}\p{Mn}ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜]/u;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Breaks a title into lines no wider than `limit`: at its spaces, between words of scripts that have none,
 * and within a word only where it alone is wider.
 *
 * @param widthOf of a text, in the unit of `limit`
 */
export function breakTitle(title: string, limit: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const add = (piece: string, space: string) => {
    const longer = line ? line + space + piece : piece;
    if (line && widthOf(longer) > limit) {
      lines.push(line);
      line = piece;
    } else line = longer;
  };
  for (const word of title.trim().split(/\s+/)) {
    let space = ' ';
    for (const piece of piecesOf(word)) {
      if (widthOf(piece) <= limit) add(piece, space);
      else
        for (const { segment } of letters.segment(piece)) {
          add(segment, space);
          space = '';
        }
      space = '';
    }
  }
  return [...lines, line];
}

function piecesOf(word: string): string[] {
  if (!WITHOUT_SPACES.test(word)) return [word];
  const pieces: string[] = [];
  for (const { segment } of words.segment(word)) {
    const last = pieces.length - 1;
    if (last >= 0 && (CLOSING.test(segment) || /\p{Ps}$/u.test(pieces[last] ?? ''))) pieces[last] += segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** Which way a title runs: that of its first letter (the rule of Unicode, UAX 9, P2 and P3). */
export function directionOf(title: string): 'ltr' | 'rtl' {
  const first = /\p{L}/u.exec(title)?.[0] ?? '';
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first)
    ? 'rtl'
    : 'ltr';
}
