import type { FormEvent } from 'react';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { FormButtons } from './form-buttons';
import { text } from './form-text';
import { KeyField } from './key-field';
import { useFormErrors } from './use-form-errors';

interface Props {
  onKeep: (value: string) => Promise<unknown>;
  onDone: () => void;
}

interface KeyProps extends Props {
  label: string;
  help: string;
  /** Last characters of the key that is there; '' without one, or of a short one. */
  hint: string;
  /** There are servers of this kind that want no key. */
  optional: boolean;
}

/** Puts another key in the place of the present one, or takes it away. */
export function KeyForm({ label, help, hint, optional, onKeep, onDone }: KeyProps) {
  const errors = useFormErrors(onDone);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void errors.send(() => onKeep(text(data, 'streamKey')));
  };
  return (
    <form onSubmit={keep}>
      {hint === '' ? null : (
        <p className="small text-2">
          The present one ends in <b className="num">{hint}</b>. It is never shown.
        </p>
      )}
      <KeyField label={label} help={help} required error={errors.of('streamKey')} autoFocus />
      {optional ? (
        <Button kind="link" busy={errors.busy} onClick={() => void errors.send(() => onKeep(''))}>
          Send without one
        </Button>
      ) : null}
      <FormButtons
        error={errors.besides(['streamKey'])}
        busy={errors.busy}
        keep="Keep key"
        onCancel={onDone}
      />
    </form>
  );
}

export function LabelForm({ label, onKeep, onDone }: Props & { label: string }) {
  const errors = useFormErrors(onDone);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void errors.send(() => onKeep(text(data, 'label')));
  };
  return (
    <form onSubmit={keep}>
      <Field
        label="Name"
        name="label"
        defaultValue={label}
        maxLength={60}
        required
        autoFocus
        error={errors.of('label')}
      />
      <FormButtons error={errors.besides(['label'])} busy={errors.busy} keep="Rename" onCancel={onDone} />
    </form>
  );
}
