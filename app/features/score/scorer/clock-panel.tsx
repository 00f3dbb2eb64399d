import { Pause, Pencil, Play, Timer } from 'lucide-react';
import { useState } from 'react';
import { PERIODS } from '../../../../core/score';
import type { CrewScore } from '../../../../contract/messages';
import { Button } from '../../../ui/button';
import { SCORE_WORDS } from '../score-texts';
import { useMatchTime } from '../use-match-time';
import { SetClock } from './set-clock';
import type { Scorer } from './use-scorer';

interface Props {
  score: CrewScore;
  scorer: Scorer;
  onNames: () => void;
}

const { periods } = SCORE_WORDS.en;

/** How far the match is. The clock runs on the server's time and on every screen by itself. */
export function ClockPanel({ score, scorer: { busy, give }, onNames }: Props) {
  const [setting, setSetting] = useState(false);
  const time = useMatchTime(score.clock);
  const running = score.clock.startedAt !== null;
  return (
    <section className="scorer-clock card" aria-label="Clock">
      <select
        className="input"
        aria-label="Period"
        value={score.period ?? ''}
        onChange={(event) => {
          const chosen = PERIODS.find((period) => period === event.target.value) ?? null;
          void give('period', ({ setPeriod }) => setPeriod(chosen));
        }}
      >
        <option value="">Before the match</option>
        {PERIODS.map((period) => (
          <option key={period} value={period}>
            {periods[period]}
          </option>
        ))}
      </select>
      <time className="scorer-time" data-running={running}>
        {time ?? '\u2007'}
      </time>
      <div className="scorer-keys">
        <Button
          size="touch"
          icon={running ? <Pause className="icon" /> : <Play className="icon" />}
          busy={busy.has('clock')}
          onClick={() => void give('clock', ({ setClock }) => setClock({ running: !running }))}
        >
          {running ? 'Stop clock' : 'Start clock'}
        </Button>
        <Button size="touch" icon={<Timer className="icon" />} onClick={() => setSetting(true)}>
          Set…
        </Button>
        <Button size="touch" icon={<Pencil className="icon" />} onClick={onNames}>
          Names…
        </Button>
      </div>
      <SetClock
        open={setting}
        shown={time}
        busy={busy.has('set')}
        onSet={(ms) => void give('set', ({ setClock }) => setClock({ ms })).then(() => setSetting(false))}
        onClose={() => setSetting(false)}
      />
    </section>
  );
}
