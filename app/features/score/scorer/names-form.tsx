import { type FormEvent, useState } from 'react';
import type { CrewScore } from '../../../../contract/messages';
import { type Sport, SPORTS } from '../../../../contract/sports';
import type { Side } from '../../../../contract/score';
import { MAX_NAME, MAX_SHORT, shortNames, sidesOfTitle } from '../../../../core/score';
import { SPORT_RULES } from '../../../../core/scoring/sports';
import { Button } from '../../../ui/button';
import { Field, SelectField } from '../../../ui/fields';
import type { SideWish } from './use-scorer';

interface Props {
  /** Of the event: most name both sides. */
  title: string;
  /** Null before the score has begun. */
  score: CrewScore | null;
  sport: Sport;
  busy: boolean;
  onNames: (home: SideWish, away: SideWish, sport: Sport) => void;
}

/**
 * What both sides are called, and what is played. Short names are made from the names until somebody writes
 * others.
 */
export function NamesForm({ title, score, sport, busy, onNames }: Props) {
  const [first, second] = sidesOfTitle(title) ?? ['', ''];
  const [names, setNames] = useState({
    home: score?.home.name ?? first,
    away: score?.away.name ?? second,
  });
  const [shorts, setShorts] = useState({ home: score?.home.short ?? null, away: score?.away.short ?? null });
  const [chosen, setChosen] = useState(sport);
  const [homeShort, awayShort] = shortNames(names.home, names.away);
  const made = { home: homeShort, away: awayShort };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish = (side: Side): SideWish => ({
      name: names[side].trim(),
      ...(shorts[side]?.trim() ? { short: shorts[side].trim() } : {}),
    });
    onNames(wish('home'), wish('away'), chosen);
  };
  return (
    <form className="scorer-names" onSubmit={submit}>
      {(['home', 'away'] as const).map((side) => (
        <div key={side} className="scorer-name">
          <Field
            label={side === 'home' ? 'Home' : 'Away'}
            value={names[side]}
            maxLength={MAX_NAME}
            required
            onChange={(event) => setNames({ ...names, [side]: event.target.value })}
          />
          <Field
            label="Short"
            aria-label={side === 'home' ? 'Home, short' : 'Away, short'}
            value={shorts[side] ?? (names[side].trim() ? made[side] : '')}
            maxLength={MAX_SHORT}
            onChange={(event) => setShorts({ ...shorts, [side]: event.target.value })}
          />
        </div>
      ))}
      <SelectField
        label="Sport"
        value={chosen}
        onChange={(event) => setChosen(SPORTS.find((one) => one === event.target.value) ?? 'free')}
      >
        {SPORTS.map((one) => (
          <option key={one} value={one}>
            {SPORT_RULES[one].label}
          </option>
        ))}
      </SelectField>
      <Button kind="primary" size="large" wide type="submit" busy={busy}>
        {score ? 'Keep names' : 'Begin at 0:0'}
      </Button>
    </form>
  );
}
