import type { FormEvent } from 'react';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Field } from '../../../ui/field';

interface Props {
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

/** Sets what the clock shows; it runs on, or stands still, as before. */
export function SetClock({ open, shown, busy, onSet, onClose }: Props) {
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
