import { de } from './de';
import { en, type Texts } from './en';
import { es } from './es';

/** Adding a language is its file and its line here. */
const LANGUAGES = { en, de, es } satisfies Record<string, Texts>;

export type Language = keyof typeof LANGUAGES;
export const DEFAULT_LANGUAGE: Language = 'en';

export const textsOf = (language: Language): Texts => LANGUAGES[language];

/** `de` of `de-CH`, in whatever capitals; null for a language that there is no catalogue of. */
function known(tag: string): Language | null {
  const base = tag.trim().toLowerCase().split('-')[0] ?? '';
  return isLanguage(base) ? base : null;
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}

/** Longer lists come from no browser. */
const MOST_RANGES = 20;

/**
 * The language of a page: what its address asks for, or else what the browser prefers of those there are (RFC 9110 §12.5.4),
 * or else English.
 *
 * @param asked value of `?lang=`, or null
 * @param accepted the header Accept-Language, or null
 */
export function chooseLanguage(asked: string | null, accepted: string | null): Language {
  return (asked === null ? null : known(asked)) ?? preferred(accepted ?? '') ?? DEFAULT_LANGUAGE;
}

function preferred(header: string): Language | null {
  const ranges = header.split(',', MOST_RANGES).flatMap((range, at) => {
    const [tag = '', ...parameters] = range.split(';');
    const weight = Number(/^\s*q=([\d.]+)\s*$/.exec(parameters[0] ?? 'q=1')?.[1] ?? 0);
    const language = tag.trim() === '*' ? DEFAULT_LANGUAGE : known(tag);
    return language && weight > 0 ? [{ language, weight, at }] : [];
  });
  const [best] = ranges.sort((a, b) => b.weight - a.weight || a.at - b.at);
  return best?.language ?? null;
}
