import { useId } from 'react';

export interface Option<V extends string> {
  value: V;
  label: string;
  explains: string;
}

interface Props<V extends string> {
  legend: string;
  name: string;
  options: Option<V>[];
  defaultValue: V;
  onChoose?: (value: V) => void;
}

/** Radio buttons, each with a sentence that explains it. */
export function Choice<V extends string>({ legend, name, options, defaultValue, onChoose }: Props<V>) {
  const id = useId();
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type="radio"
            name={name}
            value={option.value}
            defaultChecked={option.value === defaultValue}
            onChange={() => onChoose?.(option.value)}
            aria-labelledby={`${id}-${option.value}-name`}
            aria-describedby={`${id}-${option.value}`}
          />
          <span>
            <b id={`${id}-${option.value}-name`}>{option.label}</b>
            <small id={`${id}-${option.value}`}>{option.explains}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
