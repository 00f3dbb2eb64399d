import type { FormEvent } from 'react';
import { Field } from '../../ui/field';
import { FormButtons } from './form-buttons';
import { text } from './form-text';
import { KeyField } from './key-field';
import { useFormErrors } from './use-form-errors';

interface Props {
  onKeep: (value: string) => Promise<unknown>;
  onDone: () => void;
}

/** Puts another key in the place of the present one. */
export function KeyForm({ label, help, onKeep, onDone }: Props & { label: string; help: string }) {
  const errors = useFormErrors(onDone);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void errors.send(() => onKeep(text(data, 'streamKey')));
  };
  return (
    <form onSubmit={keep}>
      <KeyField label={label} help={help} required error={errors.of('streamKey')} autoFocus />
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
