import { GAIN_DB, type Move } from '../../../../contract/sound';
import { useControl } from './use-control';
import { dbText, movedText } from './sound-words';

interface RangeProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Where a double click puts it back to. */
  rest: number;
  text: (value: number) => string;
  moved: Move | undefined;
  onMove: (value: number) => Promise<unknown>;
}

/** A control that moves while the hand does, with its value next to it and who moved it last. */
export function Range({ label, value, min, max, step, rest, text, moved, onMove }: RangeProps) {
  const [shown, move] = useControl(value, onMove);
  return (
    <label className="sound-range" title={`${label}: ${movedText(moved)}. Double-click: ${text(rest)}.`}>
      <span className="sound-range-label">{label}</span>
      <input
        type="range"
        {...{ min, max, step }}
        value={shown}
        aria-valuetext={text(shown)}
        onChange={(event) => move(event.target.valueAsNumber)}
        onDoubleClick={() => move(rest)}
      />
      <output className="num">{text(shown)}</output>
    </label>
  );
}

export function Fader(props: Pick<RangeProps, 'label' | 'value' | 'moved' | 'onMove'>) {
  return <Range {...props} {...GAIN_DB} step={0.5} rest={0} text={dbText} />;
}

interface ToggleProps {
  /** Its full name; `short` is what stands on it. */
  label: string;
  short: string;
  kind: 'mute' | 'solo' | 'plain';
  pressed: boolean;
  moved?: Move | undefined;
  onPress: () => void;
}

/** A key of the desk that stays down. */
export function Toggle({ label, short, kind, pressed, moved, onPress }: ToggleProps) {
  return (
    <button
      type="button"
      className="sound-key"
      data-kind={kind}
      aria-label={label}
      aria-pressed={pressed}
      title={kind === 'solo' ? label : `${label}: ${movedText(moved)}`}
      onClick={onPress}
    >
      {short}
    </button>
  );
}
