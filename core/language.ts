import { type Language, LANGUAGES } from '../contract/vocabulary';

const DEFAULT_LANGUAGE: Language = 'en';

/** No browser sends longer lists. */
const MOST_RANGES = 20;

/**
 * The language of a page: the one in its address, else the browser's preferred one (RFC 9110 §12.5.4), else
 * English.
 * @param asked value of `?lang=`, or null
 * @param accepted the header Accept-Language, or null
 */
export function chooseLanguage(asked: string | null, accepted: string | null): Language {
  return (asked === null ? null : known(asked)) ?? preferred(accepted ?? '') ?? DEFAULT_LANGUAGE;
}

/** `de` of `de-CH`, in any case; null for a language without a catalogue. */
function known(tag: string): Language | null {
  const base = tag.trim().toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === base) ?? null;
}

function preferred(header: string): Language | null {
  const ranges = header.split(',', MOST_RANGES).flatMap((range, at) => {
    const [tag = '', parameter = 'q=1'] = range.split(';');
    const weight = Number(/^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1] ?? 0);
    const language = tag.trim() === '*' ? DEFAULT_LANGUAGE : known(tag);
    return language && weight > 0 ? [{ language, weight, at }] : [];
  });
  const [best] = ranges.sort((a, b) => b.weight - a.weight || a.at - b.at);
  return best?.language ?? null;
}

/** A text for each plural form that the language has; `other` is there in all. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Replaces `{name}` by its value; an unknown name stays visible, so that the mistake is seen. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** @param locale BCP 47 */
export function plural(locale: string, forms: Plural, count: number): string {
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
}
