import { Field } from '../../ui/field';

/** A stream key: goes in and never comes out. No browser keeps it, none shows it. */
export function KeyField(props: {
  label: string;
  help: string;
  required: boolean;
  error: string | null;
  autoFocus?: boolean;
}) {
  return (
    <Field
      label={props.required ? props.label : `${props.label}, if it has one`}
      name="streamKey"
      type="password"
      autoComplete="off"
      spellCheck={false}
      autoFocus={props.autoFocus}
      help={props.help}
      error={props.error}
    />
  );
}
