import { type ComponentProps, forwardRef, type ReactNode, useId } from 'react';
import { Shape } from './signs';

interface Frame {
  label: ReactNode;
  help?: ReactNode;
  error?: string | null | undefined;
}

/** A text field with its label, help and error, associated for screen readers. */
export const Field = forwardRef<HTMLInputElement, Frame & ComponentProps<'input'>>(function Field(
  { label, help, error, ...rest },
  ref,
) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <input {...rest} {...describe(id, help, error)} ref={ref} className="input" />
    </FieldFrame>
  );
});

export function SelectField({ label, help, error, children, ...rest }: Frame & ComponentProps<'select'>) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <select {...rest} {...describe(id, help, error)} className="input">
        {children}
      </select>
    </FieldFrame>
  );
}

function describe(id: string, help: ReactNode, error: string | null | undefined) {
  const ids = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return { id, 'aria-describedby': ids || undefined, 'aria-invalid': error ? true : undefined };
}

function FieldFrame({ id, label, help, error, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {help ? (
        <div id={`${id}-help`} className="field-help">
          {help}
        </div>
      ) : null}
      {error ? (
        <div id={`${id}-error`} className="field-error" role="alert">
          <Shape state="attention" />
          {error}
        </div>
      ) : null}
    </div>
  );
}

export interface Option<V extends string> {
  value: V;
  label: string;
  explains: string;
}

interface ChoiceProps<V extends string> {
  legend: string;
  name: string;
  options: Option<V>[];
  defaultValue: V;
  onChoose?: (value: V) => void;
}

/** Radio buttons, each with a sentence that explains it. */
export function Choice<V extends string>({ legend, name, options, defaultValue, onChoose }: ChoiceProps<V>) {
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

interface SwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  title?: string;
}

/** A setting that takes effect at once, without a form. */
export function Switch({ label, checked, onChange, title }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      title={title}
      className="switch"
      onClick={() => onChange(!checked)}
    >
      <i aria-hidden="true" />
      {label}
    </button>
  );
}
