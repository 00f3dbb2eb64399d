import { Pause, Pencil, Play, Timer } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { PERIODS } from '../../../../contract/vocabulary';
import type { CrewScore } from '../../../../contract/messages';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Field } from '../../../ui/fields';
import { SCORE_TEXTS } from '../score-texts';
import { useMatchTime } from '../score-line';
import type { Scorer } from './use-scorer';

interface Props {
  score: CrewScore;
  scorer: Scorer;
  onNames: () => void;
}

const { periods } = SCORE_TEXTS.en;

/** How far the match is. Every screen runs the clock for itself, by the server's time. */
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

interface SetProps {
  open: boolean;
  /** What the clock shows now, such as `63:12`. */
  shown: string | null;
  busy: boolean;
  onSet: (ms: number) => void;
  onClose: () => void;
}

/** Where a half begins in most games, minutes. */
const STARTS = [0, 20, 30, 45];
const MINUTE_MS = 60_000;

/** Sets what the clock shows; whether it runs does not change. */
function SetClock({ open, shown, busy, onSet, onClose }: SetProps) {
  const [minutes = '', seconds = ''] = (shown ?? '').split(':');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const number = (name: string) => Math.floor(Number(data.get(name)));
    onSet(number('minutes') * MINUTE_MS + number('seconds') * 1000);
  };
  return (
    <Dialog open={open} title="Set the clock" onClose={onClose}>
      <div className="scorer-starts">
        {STARTS.map((start) => (
          <Button key={start} size="touch" busy={busy} onClick={() => onSet(start * MINUTE_MS)}>
            {start}:00
          </Button>
        ))}
      </div>
      <form onSubmit={submit}>
        <div className="scorer-fields">
          <Field
            label="Minutes"
            name="minutes"
            type="number"
            min={0}
            max={1439}
            required
            defaultValue={minutes}
          />
          <Field
            label="Seconds"
            name="seconds"
            type="number"
            min={0}
            max={59}
            required
            defaultValue={seconds}
          />
        </div>
        <div className="dialog-buttons">
          <Button size="touch" onClick={onClose}>
            Cancel
          </Button>
          <Button size="touch" kind="primary" type="submit" busy={busy}>
            Set clock
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
