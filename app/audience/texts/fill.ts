import type { Plural } from './en';

/**
 * Puts values where the text has `{name}`; what has no value stays as it is, so that a mistake can be seen.
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The form of the text that the language has for this number. */
export function plural(locale: string, forms: Plural, count: number): string {
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
}
