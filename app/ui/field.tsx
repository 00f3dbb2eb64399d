import { type ComponentProps, type ReactNode, forwardRef, useId } from 'react';
import { Shape } from './shape';

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
