import type { Language } from '../../../contract/vocabulary';
import { CHAT_TEXTS, type ChatTexts } from '../../features/chat/chat-texts';
import { de } from './de';
import { SCORE_TEXTS } from '../../features/score/score-texts';
import { type Catalogue, en, type Texts } from './en';
import { es } from './es';

/**
 * Adding a language is its code in core/language, its file and its line here, and the texts of chat and
 * score; leaving one out is a type error.
 */
const CATALOGUES: Record<Language, Catalogue> = { en, de, es };
const CHATS: Record<Language, ChatTexts> = CHAT_TEXTS;

export const textsOf = (language: Language): Texts => ({
  ...CATALOGUES[language],
  chatTexts: CHATS[language],
  scoreTexts: SCORE_TEXTS[language],
});
