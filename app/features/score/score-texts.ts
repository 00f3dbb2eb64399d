import type { Language } from '../../../contract/vocabulary';
import type { Period } from '../../../contract/score';

/** The score's texts in one language; crew pages have the English ones. */
export interface ScoreTexts {
  /** Of the section, for screen readers. */
  label: string;
  /** Above the score of a match that is over. */
  final: string;
  periods: Record<Period, string>;
}

export const SCORE_TEXTS: Record<Language, ScoreTexts> = {
  en: {
    label: 'Score',
    final: 'Final score',
    periods: {
      'first-half': 'First half',
      'half-time': 'Half-time',
      'second-half': 'Second half',
      'extra-time': 'Extra time',
      penalties: 'Penalties',
      'period-1': 'Period 1',
      'period-2': 'Period 2',
      'period-3': 'Period 3',
      'period-4': 'Period 4',
      'set-1': 'Set 1',
      'set-2': 'Set 2',
      'set-3': 'Set 3',
      'set-4': 'Set 4',
      'set-5': 'Set 5',
      break: 'Break',
      'full-time': 'Full time',
    },
  },
  de: {
    label: 'Spielstand',
    final: 'Endstand',
    periods: {
      'first-half': '1. Halbzeit',
      'half-time': 'Halbzeitpause',
      'second-half': '2. Halbzeit',
      'extra-time': 'Verlängerung',
      penalties: 'Elfmeterschießen',
      'period-1': '1. Abschnitt',
      'period-2': '2. Abschnitt',
      'period-3': '3. Abschnitt',
      'period-4': '4. Abschnitt',
      'set-1': '1. Satz',
      'set-2': '2. Satz',
      'set-3': '3. Satz',
      'set-4': '4. Satz',
      'set-5': '5. Satz',
      break: 'Pause',
      'full-time': 'Abpfiff',
    },
  },
  es: {
    label: 'Marcador',
    final: 'Resultado final',
    periods: {
      'first-half': 'Primer tiempo',
      'half-time': 'Descanso',
      'second-half': 'Segundo tiempo',
      'extra-time': 'Prórroga',
      penalties: 'Penaltis',
      'period-1': 'Periodo 1',
      'period-2': 'Periodo 2',
      'period-3': 'Periodo 3',
      'period-4': 'Periodo 4',
      'set-1': 'Set 1',
      'set-2': 'Set 2',
      'set-3': 'Set 3',
      'set-4': 'Set 4',
      'set-5': 'Set 5',
      break: 'Pausa',
      'full-time': 'Final',
    },
  },
};
