import type { Language } from '../../../../core/language';
import { de } from './de';
import { en, type Texts } from './en';
import { es } from './es';

/** Adding a language is its code in core/language, its file and its line here. */
const CATALOGUES: Record<Language, Texts> = { en, de, es };

export const textsOf = (language: Language): Texts => CATALOGUES[language];
