import { createContext, useContext } from 'react';
import { type Plural, plural } from '../../../core/language';
import type { Texts } from './en';

/** The texts of the page's language come with the page, so that no script holds the others. */
const TextsContext = createContext<Texts | null>(null);
export const TextsProvider = TextsContext.Provider;

export function useTexts(): Texts {
  const texts = useContext(TextsContext);
  if (!texts) throw new Error('No texts: wrap the page in TextsProvider.');
  return texts;
}

/** Numbers, dates and plurals as the page's language has them. */
export function useFormats() {
  const { locale } = useTexts();
  return {
    number: (value: number) => new Intl.NumberFormat(locale).format(value),
    plural: (forms: Plural, count: number) => plural(locale, forms, count),
    /** `Fri 20 Nov, 18:30`, in this browser's zone. */
    dayAndTime: (iso: string) =>
      new Intl.DateTimeFormat(locale, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      }).format(new Date(iso)),
  };
}
