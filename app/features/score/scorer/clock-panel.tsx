import { Pause, Play, Timer } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { MatchClock } from '../../../../contract/score';
import { clockAt, matchTime } from '../../../../core/score';
import { periodRule, SPORT_RULES } from '../../../../core/scoring/sports';
import { serverNow } from '../../../realtime/client/server-clock';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Field } from '../../../ui/fields';
import { useMatchTime } from '../score-line';
import type { Scorer } from './use-scorer';

interface Props {
  scorer: Scorer;
  onNames: () => void;
}

/** How far the match is. Every screen runs the clock for itself, by the server's time. */
export function ClockPanel({ scorer: { board, press }, onNames }: Props) {
  const [setting, setSetting] = useState(false);
  const { clock, period, sport } = board;
  const time = useMatchTime(clock);
  const rules = SPORT_RULES[sport];
  const running = clock.startedAt !== null;
  const enter = (value: string) => {
    const rule = rules.periods.find((one) => one.period === value) ?? null;
    const start = rule?.startMs ?? null;
    press({
      kind: 'period',
      period: rule?.period ?? null,
      // A period with a time of its own begins with its clock stopped, and a pause stops it.
      ...(start !== null && { clock: { ms: start, running: false } }),
      ...(start === null && sport !== 'free' && running && { clock: { running: false } }),
    });
  };
  return (
    <section className="scorer-clock card" aria-label="Clock">
      <select
        className="input"
        aria-label="Period"
        value={rules.periods.some((one) => one.period === period) ? (period ?? '') : ''}
        onChange={(event) => enter(event.target.value)}
      >
        <option value="">Before the match</option>
        {rules.periods.map(({ period: word, label }) => (
          <option key={word} value={word}>
            {label}
          </option>
        ))}
      </select>
      {rules.clock ? (
        <time className="scorer-time" data-running={running}>
          {time ?? '\u2007'}
          <Stoppage scorer={{ board }} />
        </time>
      ) : (
        <SetsLine scorer={{ board }} />
      )}
      <div className="scorer-keys" data-clock={rules.clock !== null}>
        {rules.clock ? (
          <>
            <Button
              size="touch"
              icon={running ? <Pause className="icon" /> : <Play className="icon" />}
              onClick={() => press({ kind: 'clock', clock: { running: !running } })}
            >
              {running ? 'Stop clock' : 'Start clock'}
            </Button>
            <Button size="touch" icon={<Timer className="icon" />} onClick={() => setSetting(true)}>
              Set…
            </Button>
          </>
        ) : null}
        <Button size="touch" onClick={onNames}>
          Names…
        </Button>
      </div>
      <SetClock
        open={setting}
        shown={time}
        onSet={(ms) => {
          press({ kind: 'clock', clock: { ms: readingOf(clock, ms) } });
          setSetting(false);
        }}
        onClose={() => setSetting(false)}
      />
    </section>
  );
}

/** The reading that shows so much: of a clock that runs down, what has passed. */
function readingOf({ downFromMs }: MatchClock, shownMs: number): number {
  return downFromMs === undefined ? shownMs : Math.max(0, downFromMs - shownMs);
}

/** `45 + 2`: how far a half is beyond its length. */
function Stoppage({ scorer: { board } }: { scorer: Pick<Scorer, 'board'> }) {
  // Rendered again with each second.
  const time = useMatchTime(board.clock);
  const rule = periodRule(board.sport, board.period);
  if (time === null || !rule || !SPORT_RULES[board.sport].clock?.stoppage) return null;
  const endMs = (rule.startMs ?? 0) + (rule.lengthMs ?? Infinity);
  const beyondMs = clockAt(board.clock, serverNow()) - endMs;
  return beyondMs >= 0 ? <small> +{matchTime(beyondMs)}</small> : null;
}

/** Of a sport with sets: those that were played, and the game. */
function SetsLine({ scorer: { board } }: { scorer: Pick<Scorer, 'board'> }) {
  const { sets, game } = board;
  return (
    <p className="scorer-sets num">
      {sets.length === 0 ? 'No set yet' : sets.map(({ home, away }) => `${home}:${away}`).join('  ')}
      {game && !board.over ? <b>{` ${game.home} – ${game.away}`}</b> : null}
    </p>
  );
}

interface SetProps {
  open: boolean;
  /** What the clock shows now, such as `63:12`. */
  shown: string | null;
  onSet: (ms: number) => void;
  onClose: () => void;
}

/** Where a half begins in most games, minutes. */
const STARTS = [0, 20, 30, 45];
const MINUTE_MS = 60_000;

/** Sets what the clock shows; whether it runs does not change. */
function SetClock({ open, shown, onSet, onClose }: SetProps) {
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
          <Button key={start} size="touch" onClick={() => onSet(start * MINUTE_MS)}>
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
          <Button size="touch" kind="primary" type="submit">
            Set clock
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
