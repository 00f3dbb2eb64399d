import type { Language } from '../../../../core/language';
import { CHAT_WORDS, type ChatWords } from '../../chat/words';
import { de } from './de';
import { SCORE_WORDS } from '../../score/words';
import { type Catalogue, en, type Texts } from './en';
import { es } from './es';

/** Adding a language is its code in core/language, its file and its line here, and the words of chat and score; leaving one out is a type error. */
const CATALOGUES: Record<Language, Catalogue> = { en, de, es };
const CHATS: Record<Language, ChatWords> = CHAT_WORDS;

export const textsOf = (language: Language): Texts => ({
  ...CATALOGUES[language],
  chatWords: CHATS[language],
  scoreWords: SCORE_WORDS[language],
});
