import { Field, SelectField } from '../../ui/field';
import type { DestinationForm } from './desk-data';

interface Props {
  field: DestinationForm['fields'][number];
  name: string;
  error: string | null;
  /** What is there already; a secret's value never is. */
  value?: string;
}

/** One field of a destination's form. */
export function PluginField({ field, name, error, value }: Props) {
  const label = field.required ? field.label : `${field.label} (optional)`;
  if (field.type === 'select') {
    return (
      <SelectField label={label} name={name} help={field.help} error={error} defaultValue={value}>
        {field.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <Field
      label={label}
      name={name}
      // Not type "url": rtmp:// is none to some browsers, and the server says it better.
      inputMode={field.type === 'url' ? 'url' : field.type === 'number' ? 'numeric' : undefined}
      type={field.type === 'secret' ? 'password' : 'text'}
      defaultValue={value}
      autoComplete="off"
      spellCheck={false}
      placeholder={field.placeholder}
      help={field.help}
      error={error}
    />
  );
}
