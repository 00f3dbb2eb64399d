import { type FormEvent, useState } from 'react';
import { Field, SelectField } from '../../ui/field';
import type { CrewCommands } from '../crew/commands';
import type { DestinationForm } from './desk-data';
import { FormButtons } from './form-buttons';
import { text } from './form-text';
import { fieldKey, readFields } from './plugin-fields';
import { KeyField } from './key-field';
import { PluginField } from './plugin-field';
import { useFormErrors } from './use-form-errors';

interface Props {
  forms: DestinationForm[];
  commands: CrewCommands;
  onDone: () => void;
}

/** The form of a new destination, drawn from what its kind says of itself. */
export function DestinationNew({ forms, commands, onDone }: Props) {
  const errors = useFormErrors(onDone);
  const [id, setId] = useState(forms[0]?.id ?? '');
  const form = forms.find((one) => one.id === id);
  if (!form) return null;
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const label = text(data, 'label') || form.label;
    void errors.send(() =>
      commands.addDestination({
        plugin: id,
        label,
        enabled: true,
        streamKey: text(data, 'streamKey'),
        ...readFields(form.fields, data),
      }),
    );
  };
  return (
    <form onSubmit={add} noValidate>
      <SelectField
        label="Where to"
        value={id}
        onChange={(event) => setId(event.target.value)}
        error={errors.of('plugin')}
      >
        {forms.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label}
          </option>
        ))}
      </SelectField>
      {form.fields.map((field) => (
        <PluginField
          key={`${id}.${field.name}`}
          field={field}
          name={fieldKey(field)}
          error={errors.of(fieldKey(field))}
        />
      ))}
      <KeyField
        key={id}
        label={form.keyLabel}
        help={form.keyHelp}
        required={form.keyRequired}
        error={errors.of('streamKey')}
      />
      <Field
        label="Name"
        name="label"
        maxLength={60}
        placeholder={form.label}
        help="How the crew calls it."
        error={errors.of('label')}
      />
      <FormButtons
        error={errors.besides(['plugin', 'label', 'streamKey', ...form.fields.map(fieldKey)])}
        busy={errors.busy}
        keep="Add destination"
        onCancel={onDone}
      />
    </form>
  );
}
