import { type FormEvent, useState } from 'react';
import { Field, SelectField } from '../../ui/field';
import type { CrewCommands } from '../crew/commands';
import type { DestinationForm } from './desk-data';
import { FormButtons } from './form-buttons';
import { text } from './form-text';
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
  const fields = form.fields.map((field) => ({ ...field, key: `settings.${field.name}` }));
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const entered = fields.map((field) => [field.name, text(data, field.key)] as const);
    const settings = Object.fromEntries(entered.filter(([, value]) => value !== ''));
    const label = text(data, 'label') || form.label;
    void errors.send(() =>
      commands.addDestination({
        plugin: id,
        label,
        enabled: true,
        settings,
        streamKey: text(data, 'streamKey'),
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
      {fields.map((field) => (
        <PluginField
          key={`${id}.${field.name}`}
          field={field}
          name={field.key}
          error={errors.of(field.key)}
        />
      ))}
      <KeyField key={id} help={form.keyHelp} required={form.keyRequired} error={errors.of('streamKey')} />
      <Field
        label="Name"
        name="label"
        maxLength={60}
        placeholder={form.label}
        help="How the crew calls it."
        error={errors.of('label')}
      />
      <FormButtons
        error={errors.besides(['plugin', 'label', 'streamKey', ...fields.map((field) => field.key)])}
        busy={errors.busy}
        keep="Add destination"
        onCancel={onDone}
      />
    </form>
  );
}
