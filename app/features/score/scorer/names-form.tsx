import { type FormEvent, useState } from 'react';
import type { Side } from '../../../../contract/vocabulary';
import { MAX_NAME, MAX_SHORT, shortNames, sidesOfTitle } from '../../../../core/score';
import type { CrewScore } from '../../../../contract/messages';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import type { SideWish } from './score-commands';

interface Props {
  /** Of the event: most name both sides. */
  title: string;
  /** Null before the score has begun. */
  score: CrewScore | null;
  busy: boolean;
  onNames: (home: SideWish, away: SideWish) => void;
}

/** What both sides are called. Short names are made from the names until somebody writes others. */
export function NamesForm({ title, score, busy, onNames }: Props) {
  const [first, second] = sidesOfTitle(title) ?? ['', ''];
  const [names, setNames] = useState({
    home: score?.home.name ?? first,
    away: score?.away.name ?? second,
  });
  const [shorts, setShorts] = useState({ home: score?.home.short ?? null, away: score?.away.short ?? null });
  const [homeShort, awayShort] = shortNames(names.home, names.away);
  const made = { home: homeShort, away: awayShort };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish = (side: Side): SideWish => ({
      name: names[side].trim(),
      ...(shorts[side]?.trim() ? { short: shorts[side].trim() } : {}),
    });
    onNames(wish('home'), wish('away'));
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
      <Button kind="primary" size="large" wide type="submit" busy={busy}>
        {score ? 'Keep names' : 'Begin at 0:0'}
      </Button>
    </form>
  );
}
